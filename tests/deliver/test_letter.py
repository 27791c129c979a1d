"""Letters: addresses, headers that every mail program reads, bodies, bytes that do not change."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from email.header import decode_header, make_header

import pytest

from helpers.press.delivery import letter, parcel
from helpers.press.delivery.letter import Enclosure, Letter, Summary, address_fault, compose

PDF = Enclosure("2023Q2 胶州市考核情况通报.pdf", b"%PDF-1.7\r\n.\r\n.dot")
HTML = Enclosure("2023Q2 胶州市考核情况通报.html", "<html>胶州</html>".encode())
ONE = Summary("胶州市考核情况通报", "2023年第二季度", ("胶州市以97.44分居首。", "1 < 2 & 3"), "演示数据")


def made(**changes) -> Letter:
    facts = {
        "name": "胶州市政府办公室",
        "email": "jz@example.org",
        "lang": "zh",
        "briefings": (ONE,),
        "note": "请函告。",
    }
    return Letter(**{**facts, "enclosures": (PDF, HTML), **changes})


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def test_a_long_chinese_name_makes_a_file_name_that_linux_takes():
    name = letter.file_name("2023Q2", "青岛市市南区综合考核委员会办公室" * 9, extension="pdf")
    assert name.startswith("2023Q2 青岛市市南区综合考核委员会办公室青岛市") and name.endswith(".pdf")
    assert len(name.encode("utf-8")) <= letter.MOST_BYTES + 4


@pytest.mark.parametrize(
    "address", ["a@example.org", "first.last+tag@sub.example.org", "o'neil@example.test", "x_1@a-b.example.org"]
)
def test_addresses_that_every_server_takes_pass(address):
    assert address_fault(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("", "office", "office@", "@example.org", "a@b@example.org", "a b@example.org", "a@example", "a@.org"),
        *("a@example..org", ".a@example.org", "a.@example.org", "a..b@example.org", "a@-example.org", "a@1.2.3.4"),
        *("Name <a@example.org>", "a@example.org,b@example.org", "张三@example.org", "a@例子.中国"),
        *("a@example.org\nBcc: b@example.org", "a@example.org\r\n", f"{'x' * 65}@example.org"),
    ],
)
def test_addresses_that_cannot_be_are_refused(address):
    assert address_fault(address)


def test_a_draft_opens_for_editing_and_reads_back_whole():
    message = read(compose(made()))
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None and message["From"] is None
    assert message["Subject"] == "胶州市考核情况通报（2023年第二季度）"
    assert message["To"].addresses[0].display_name == "胶州市政府办公室"
    assert message["To"].addresses[0].addr_spec == "jz@example.org"
    assert not [defect for part in message.walk() for defect in part.defects]
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for said in ("胶州市以97.44分居首。", "请函告。", "演示数据", PDF.name, HTML.name):
        assert said in plain and said in html
    assert "1 < 2 & 3" in plain and "1 &lt; 2 &amp; 3" in html
    assert "http" not in html
    files = list(message.iter_attachments())
    assert [f.get_filename() for f in files] == [PDF.name, HTML.name]
    assert [f.get_content_type() for f in files] == ["application/pdf", "text/html"]
    assert files[0].get_content() == PDF.content
    assert files[1].get_content_charset() == "utf-8"
    assert files[1].get_payload(decode=True) == HTML.content


def test_the_bytes_keep_to_the_mail_standards():
    content = compose(made())
    assert content.isascii()  # RFC 5322; words in UTF-8 as RFC 2047 encoded words, names of files as RFC 2231
    assert b"filename*0*=utf-8''" in content
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    head = content.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))


@pytest.mark.parametrize(
    "name", [PDF.name, f"{'第三季度考核情况' * 8}.html", "2023Q2 Jiaozhou.pdf", f"2023Q2 {'of the city ' * 6}.pdf"]
)
def test_a_mail_program_that_knows_no_rfc_2231_shows_the_names_of_files(name):
    """Read as such a program does, by RFC 2047 alone; Outlook of old said `noname`, and ATT00001."""
    content = compose(made(enclosures=(Enclosure(name, b"x"),)))
    [part] = (p for p in email.message_from_bytes(content).walk() if p.get_content_disposition() == "attachment")
    named = re.search(r'name="(.*)"', part["Content-Type"], flags=re.DOTALL)[1]
    assert str(make_header(decode_header(named))).replace("\n", "") == name
    assert part.get_content_type() == {"pdf": "application/pdf", "html": "text/html"}[name.rpartition(".")[2]]
    assert [p.get_filename() for p in read(content).iter_attachments()] == [name]
    assert all(len(line) <= 78 for line in content.split(b"\r\n")) and compose(made()) == compose(made())


def test_the_same_letter_gives_the_same_bytes_and_another_one_others():
    assert compose(made()) == compose(made())
    assert compose(made()) != compose(made(note="另函。"))
    assert made().key != made(enclosures=(PDF,)).key


def test_a_letter_that_is_sent_has_sender_date_and_id():
    id_ = letter.message_id(made(), "考核办 <office@city.example.org>")
    message = read(compose(made(), "考核办 <office@city.example.org>", "Tue, 08 Aug 2023 10:00:00 +0000", id_))
    assert message["X-Unsent"] is None
    assert message["From"].addresses[0].display_name == "考核办"
    assert message["Date"].datetime.year == 2023
    assert message["Message-ID"] == id_ and id_.endswith("@city.example.org>")
    assert id_ == letter.message_id(made(), "office@city.example.org")


def test_several_briefings_are_counted_in_both_languages():
    other = Summary("全市考核结果通报", "2023年第二季度", ("一条。",))
    assert made(briefings=(other, ONE)).subject == "全市考核结果通报等2件（2023年第二季度）"
    english = made(lang="en", briefings=(Summary("Results", "Q2 2023"), ONE), number=7)
    assert english.subject == "Results and 1 more (Q2 2023)"
    assert "Please find enclosed 2 briefings for Q2 2023." in english.text
    assert "Copy No. 007" in english.text
    assert "份号：第017号" in made(number=17).text


@pytest.mark.parametrize(
    ("lang", "stamp", "said"), [("zh", "征求意见稿", "【征求意见稿】"), ("en", "DRAFT", "[DRAFT]")]
)
def test_a_draft_says_so_at_the_head_of_both_bodies(lang, stamp, said):
    letter = made(lang=lang, briefings=(replace(ONE, stamp=stamp),))
    message = read(compose(letter))
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert message["Subject"].startswith(said) and plain.startswith(said)
    assert f">{said}</p>" in html.split("<body", 1)[1].split("胶州市政府办公室")[0]
    issued = made(lang=lang)
    assert said not in issued.text + issued.html + issued.subject


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        (
            "[DRAFT] 2023Q2 Quarterly assessment of economic performance and key tasks: results",
            "(No. 018)",
            "[DRAFT] 2023Q2 Quarterly assessment of economic performance and key tasks (No. 018).pdf",
        ),
        ("2023Q2 " + "考" * 90, "（第018号）", f"2023Q2 {'考' * 59}（第018号）.pdf"),
        ("2023Q2 胶州市考核情况通报", "（第018号）", "2023Q2 胶州市考核情况通报（第018号）.pdf"),
    ],
)
def test_a_long_title_gives_way_to_the_number_of_the_copy(title, number, name):
    assert letter.file_name(title, extension="pdf", ending=number) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("2023Q2", "胶州市“摘星夺旗”考核情况通报"), "2023Q2 胶州市摘星夺旗考核情况通报.pdf"),
        (
            ("【征求意见稿】2023Q2 胶州市考核情况通报", "（第017号）"),
            "【征求意见稿】2023Q2 胶州市考核情况通报（第017号）.pdf",
        ),
        (("[DRAFT] 2023Q2 Results: Jiaozhou", "(No. 017)"), "[DRAFT] 2023Q2 Results Jiaozhou (No. 017).pdf"),
        (("2023Q2", 'a/b\\c:d*e?f"g<h>i|j'), "2023Q2 a b c d e f g h i j.pdf"),
        (("2023Q2", "x" * 200), f"2023Q2 {'x' * 83}.pdf"),
        (("2023Q2", "ends with dots..."), "2023Q2 ends with dots.pdf"),
    ],
)
def test_files_are_called_as_every_system_takes_it(parts, name):
    assert letter.file_name(*parts, extension="pdf") == name


def test_two_files_of_one_name_are_told_apart():
    assert letter.unique(["a.pdf", "b.pdf", "a.pdf"]) == ["a.pdf", "b.pdf", "a (2).pdf"]


def test_the_zip_holds_the_files_and_their_sums(tmp_path):
    content = parcel.zipped((PDF, HTML))
    assert content == parcel.zipped((PDF, HTML))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [PDF.name, HTML.name, "SHA256SUMS"]
        archive.extractall(tmp_path)
    assert hashlib.sha256(PDF.content).hexdigest() in (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert checked.returncode == 0, checked.stderr
