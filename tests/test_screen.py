"""The screen speaks Chinese or English: which, and that nothing a command says is without its Chinese."""

from __future__ import annotations

import json
import re
import shutil
import string

import pytest
import typer
from reports_made import DATA, ROOT

from helpers.cli_speaking import answering, of_line, screen, speaking
from helpers.desk import screen_words
from helpers.model import UsageError
from helpers.press.build import Outcome, Run
from helpers.terminal import print_failed
from helpers.write.usage_zh import usage

HAN = re.compile(r"[\u4e00-\u9fff]")


# --- which language --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "langs", "told", "answered"),
    [
        ("", None, "zh", "zh"),
        ("", ["zh,en"], "zh", "zh"),
        ("", ["en"], "en", "en"),
        ("", ["en,zh"], "en", "en"),
        ("en", None, "en", "en"),
        ("en", ["zh"], "en", "zh"),
        ("zh", ["en"], "zh", "en"),
        (" ZH ", ["en"], "zh", "en"),
    ],
)
def test_the_setting_comes_first_then_lang_then_chinese_but_an_answers_own_lang_before_all(
    monkeypatch, setting, langs, told, answered
):
    monkeypatch.setenv("BRIEFING_SCREEN", setting)
    assert (screen(langs), answering(langs)) == (told, answered)
    words = [word for lang in langs or () for word in ("--lang", lang)]
    assert of_line(["build", "2023Q2", *words]) == told
    assert of_line(["check", "2023Q2", *words]) == answered


def test_a_setting_that_names_no_language_is_refused(monkeypatch):
    monkeypatch.setenv("BRIEFING_SCREEN", "fr")
    with pytest.raises(UsageError, match="BRIEFING_SCREEN is 'fr'; write zh or en"):
        screen()
    assert of_line(["score", "2023Q2"]) == "zh"


# --- nothing without its Chinese -------------------------------------------------------------------------------------


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", screen_words._WORDS)
def test_every_word_of_the_screen_is_there_in_both_languages(key):
    zh, en = screen_words._WORDS[key]
    assert HAN.search(zh) or not re.search(r"[a-z]{3}", re.sub(r"\{.*?\}", "", zh)), key
    assert not HAN.search(en)
    if en and key not in ("and.more", "methods.of"):
        assert slots(en) <= slots(zh) | {"n"}, key


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cell [3] 1/0: ZeroDivisionError: division by zero",
         "单元格 [3] 1/0：除数为零（ZeroDivisionError: division by zero）"),
        ("cell [3] {'a': 1}['b']: KeyError: 'b'", "单元格 [3] {'a': 1}['b']：没有这个键或列（KeyError: 'b'）"),
        ("cell [3] b.of(x): no district is called '胶'; did you mean 胶州?",
         "单元格 [3] b.of(x)：没有“胶”这个区市；是否为胶州"),
        (
            "cannot write reports to /x: the disk is full (/x/y); choose another folder with --out",
            "不能把通报写入/x：磁盘已满（/x/y）；请用 --out 另选文件夹",
        ),
        (
            "2023Q2 is not published, because not every report could be made: city.zh: no end after 600 seconds "
            "(BRIEFING_CELL_TIMEOUT=SECONDS allows more); city.en: pdf: interrupted",
            "2023Q2未发布，有通报未能生成：city.zh：600秒内没有运行完；可用环境变量 BRIEFING_CELL_TIMEOUT 放宽（秒）；"
            "city.en：生成pdf时：已中断",
        ),
        (
            "2023Q2/values.csv has changed: other figures in story.cover(b), story.standing(b) and 12 more",
            "重做：2023Q2/values.csv有变化，下列单元格的内容有变：story.cover(b), story.standing(b)，另有12处",
        ),
        ("2023Q2 is not published: run briefing publish 2023Q2 first; nothing was sent",
         "2023Q2尚未发布，不能发送：先运行 briefing publish 2023Q2；未发送任何邮件"),
        ("no mail can be sent through a:25: [Errno 111] Connection refused",
         "不能通过a:25发送邮件：连接被拒绝，请核对地址和端口（[Errno 111] Connection refused）"),
        (
            "2023Q4/values.csv row 9 column value: found '97.2'; a / b = 90.00 / 100.00 = 90 % -> +7.2 apart, more "
            "than rounding allows: correct the one of the three figures of 市南区 that is wrong (rows 9, 122 and 112)",
            "2023Q4/values.csv 第9行value列：原文“97.2”，与构成数不符：90.00 ÷ 100.00 = 90 %；相差+7.2，超出舍入误差；"
            "核实市南区三个数（第9、122、112行）",
        ),
        ("cell [2] open(): 2023Q2/values.csv row 3 column value: found '九'; not a number -> check the figure",
         "单元格 [2] open()：2023Q2/values.csv 第3行value列：原文“九”，不是数字；核实数据"),
        (
            "city.zh are stamped 征求意见稿 (draft), but 2023Q2 is published as it is now: build again "
            "(briefing build 2023Q2 --lang zh) before it is delivered; nothing was written or sent",
            "city.zh仍印有“征求意见稿”，而2023Q2已发布：分发前请重新生成（briefing build 2023Q2 --lang zh）；"
            "未生成草稿、未发送任何邮件",
        ),
        (
            "city.zh bear no stamp 征求意见稿 (draft), and 2023Q2 is not published as it is now: build again "
            "(briefing build 2023Q2 --lang zh) before it is delivered; nothing was written or sent",
            "city.zh没有“征求意见稿”标记，而2023Q2现有的数据尚未发布：分发前请重新生成"
            "（briefing build 2023Q2 --lang zh）；未生成草稿、未发送任何邮件",
        ),
        (
            "nothing to verify in data: no verify.toml, nor scheme.toml with expected.csv; recipes are known for "
            "folders named hdi, jining",
            "data中没有可核对的：既无 verify.toml，也无 scheme.toml 和 expected.csv；"
            "以下名称的文件夹有现成配方：hdi, jining",
        ),
        (
            "BRIEFING_SMTP_CA='/x' cannot be read: No such file or directory; name a file of the certificates to trust",
            "BRIEFING_SMTP_CA（/x）不能读取：没有这个文件或文件夹；请写受信任证书的文件",
        ),
        (
            "no executor is called 'x'; known: local; a cluster is named dask://HOST:PORT, as in dask://127.0.0.1:8786",
            "没有“x”这种执行方式（--executor）：写 local，或集群的地址和端口 dask://HOST:PORT，如 dask://127.0.0.1:8786",
        ),
        (
            "a.eml is for nobody on the list now and cannot be removed: Permission denied; the new drafts are written: "
            "close it, then run deliver again",
            "a.eml的收件人已不在名单上，但文件删不掉：没有权限；新草稿已写好，请关闭该文件后再运行一次 deliver",
        ),
        (
            "no notebooks/city_briefing.ipynb at or above /x, nor beside the package; "
            "run the command inside the project",
            "/x及其上各级都没有 notebooks/city_briefing.ipynb；请在项目文件夹中运行",
        ),
        ("'2023Q9' is not a quarter; a year has the quarters 2023Q1 to 2023Q4",
         "“2023Q9”不是季度；一年为 2023Q1 至 2023Q4"),
        ("what a database says itself", "what a database says itself"),
    ],
)  # fmt: skip
def test_what_is_put_together_is_told_part_by_part(text, told):
    assert usage(text) == told


# --- the program itself ----------------------------------------------------------------------------------------------


def test_a_line_that_cannot_be_read_is_told_in_chinese(here):
    for words, told in (
        (["build", "2023Q2", "--formt", "pdf"], "没有 --formt 这个选项；相近的有 --force, --format"),
        (["biuld"], "没有“biuld”这个命令；是否为 build"),
        (["build"], "缺少 QUARTER"),
        (["build", "2023Q2", "--jobs", "0"], "--jobs 的值不对：0小于最小值1"),
        (["build", "2023Q2", "--jobs", "two"], "--jobs 的值不对：“two”不是整数"),
        (["score", "2023Q2", "--data"], "选项 --data 之后要写值"),
        (["score", "2023Q2", "2023Q3"], "多出：2023Q3"),
    ):
        ended = here("briefing", *words)
        assert ended.returncode == 2 and told in ended.stderr, ended.stderr
        assert ended.stderr.startswith(("用法：briefing", "错误：")) and not re.search("Usage|Error|Try", ended.stderr)


def test_scores_for_readers_have_chinese_heads_and_those_for_programs_keep_theirs(command, monkeypatch):
    table = command("briefing", "score", "2023Q2", "--data", DATA).stdout.splitlines()
    assert table[0].split()[:7] == ["代码", "区市", "经济运行", "项目签约落地", "城市更新建设", "优化营商环境", "加分"]
    rows = command("briefing", "score", "2023Q2", "--data", DATA, "--format", "csv").stdout
    assert rows.startswith("code,district,")
    monkeypatch.setenv("BRIEFING_SCREEN", "en")
    assert command("briefing", "score", "2023Q2", "--data", DATA).stdout.startswith("code")


@pytest.mark.slow
def test_a_build_tells_in_chinese_what_it_made_and_what_failed_and_records_as_ever(command, tmp_path):
    began = command("briefing", "demo", "--out", tmp_path / "data")
    assert began.stdout == f"已生成{tmp_path / 'data'}\n"
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / "city_briefing.ipynb").write_bytes((ROOT / "notebooks" / "city_briefing.ipynb").read_bytes())
    made = command("briefing", "new-notebook", "trial", "--data", tmp_path / "data", cwd=tmp_path)
    assert made.stdout.startswith("已建立")
    assert f"\n生成通报：briefing build latest --data {tmp_path / 'data'} --notebook " in made.stdout
    text = (notebooks / "trial.ipynb").read_text(encoding="utf-8")
    (notebooks / "wrong.ipynb").write_text(text.replace("story.cover(b, title)", "story.cover(x, title)"), "utf-8")
    words = ["briefing", "build", "2023Q2", "--format", "html", "--data", tmp_path / "data", "--explain"]
    words += ["--notebook", notebooks / "trial.ipynb", "--notebook", notebooks / "wrong.ipynb"]
    ended = command(*words, cwd=tmp_path)
    assert ended.returncode == 1
    assert (
        "失败：wrong.zh：单元格 [4] story.cover(x, title)：名称未定义（NameError: name 'x' is not defined）"
        in ended.stderr
    )
    assert "已生成：trial.zh，用时" in ended.stderr and "生成：此处尚未生成过通报" in ended.stdout
    assert re.search(r"生成1份，失败1份，用时[\d.]+秒：", ended.stdout) and "2023Q2印有“征求意见稿”" in ended.stdout
    record = json.loads((tmp_path / "reports" / "2023Q2" / "run.json").read_text(encoding="utf-8"))
    assert (
        record["reports"]["wrong.zh"]["error"] == "cell [4] story.cover(x, title): NameError: name 'x' is not defined"
    )
    assert record["reports"]["trial.zh"]["status"] == "made"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "失败：r0，r1，r2，r3，r4，r5，r6，r7，r8，r9，r10，r11等1400份：内核中止（被终止、崩溃或内存不足）\n"),
        ("en", "failed: r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11 and 1388 more: the kernel died"),
    ],
)
def test_of_very_many_reports_that_fail_for_one_reason_it_is_told_once(capsys, tmp_path, lang, told):
    died = "the kernel died (killed, crashed, or out of memory)"
    failed = [Outcome(f"r{k}", "failed", error=died) for k in range(1400)]
    print_failed(Run(tmp_path, (*failed, Outcome("other", "failed", error="interrupted")), 1.0), lang)
    shown = re.sub(r"\n(?=r\d)", "", capsys.readouterr().err)
    assert shown.startswith(told) and shown.count(died if lang == "en" else "内核中止") == 1 and "other" in shown


# --- what to type next -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["zh", "en"])
def test_the_command_to_type_next_is_about_the_folder_that_was_given(typed, tmp_path, monkeypatch, screen):
    monkeypatch.setenv("BRIEFING_SCREEN", screen)
    monkeypatch.chdir(ROOT)  # where another data folder is the default
    shutil.copytree(DATA, tmp_path / "data")
    code, out, _ = typed("new-quarter", "2023Q4", "--data", tmp_path / "data")
    assert code == 0 and f"--quarter 2023Q4 --data {tmp_path / 'data'}" in out
    assert f"briefing check 2023Q4 --data {tmp_path / 'data'}" in out
    line = re.search(r"briefing (check 2023Q4 --data \S+)", out)[1]
    code, out, _ = typed(*line.split())
    assert code == 2 and "2023Q4/values.csv" in out
    code, out, told = typed("deliver", "2023Q2", "--data", tmp_path / "data", "--out", tmp_path / "made")
    assert code == 2 and f"briefing build 2023Q2 --data {tmp_path / 'data'} --out {tmp_path / 'made'}" in told
    code, out, told = typed("verify", "2023Q2")
    assert code == 2 and "briefing publish 2023Q2" in told and "--data" not in told


def test_a_folder_with_a_blank_in_its_name_is_one_word_of_the_command(typed, tmp_path):
    shutil.copytree(DATA, tmp_path / "our data")
    _, out, _ = typed("new-quarter", "2023Q4", "--data", tmp_path / "our data")
    assert f'briefing check 2023Q4 --data "{tmp_path / "our data"}"' in out


@pytest.mark.parametrize(("lang", "words"), [("zh", "已中断"), ("en", "interrupted")])
def test_a_command_that_is_interrupted_says_so(lang, words, capsys):
    with pytest.raises(typer.Exit) as ended, speaking(lang):
        raise KeyboardInterrupt
    assert (ended.value.exit_code, capsys.readouterr().err) == (130, f"{words}\n")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "data/ledger.csv 中没有的即未发布"), ("en", "does not have is not p")]
)
def test_a_publication_that_is_interrupted_says_how_to_see_whether_it_is_one(briefing, monkeypatch, lang, words):
    from helpers.desk import publication

    def interrupted(*asked):
        raise KeyboardInterrupt

    monkeypatch.setattr(publication, "publish", interrupted)
    monkeypatch.setenv("BRIEFING_SCREEN", lang)
    code, out, told = briefing("publish", "2023Q2")
    assert (code, out) == (130, "") and words in told
