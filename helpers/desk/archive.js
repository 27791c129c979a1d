(function () {
  "use strict";
  var input = document.getElementById("filter");
  var status = document.getElementById("count");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-words]"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
  var nothing = document.getElementById("nothing");
  var first = groups.map(function (group) { return group.open; });
  document.getElementById("tools").hidden = false;

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function show() {
    var words = plain(input.value).split(/\s+/).filter(Boolean);
    var shown = 0, fitting = false;
    rows.forEach(function (row) {
      var text = row.getAttribute("data-words");
      var fits = words.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !fits;
      fitting = fitting || fits;
      if (fits && row.hasAttribute("data-briefings")) {
        shown += Number(row.getAttribute("data-briefings"));
      }
    });
    groups.forEach(function (group, at) {
      var any = group.querySelector("tr[data-words]:not([hidden])") !== null;
      group.hidden = !any;
      if (group.tagName === "DETAILS") {
        group.open = words.length ? any : first[at];
      }
    });
    nothing.hidden = fitting;
    status.textContent = status.getAttribute("data-text").replace("{n}", String(shown));
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      input.value = "";
      show();
    }
  });
  show();
})();
