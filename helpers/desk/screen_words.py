"""What the command line says while it works and when it is done, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from ..calling import own

_WORDS: dict[str, tuple[str, str]] = {
    # reports as they are made
    "made": ("已生成", "made"),
    "kept": ("保留", "kept"),
    "failed": ("失败", "failed"),
    "one.in": (
        "{state}：{name}，用时{seconds:.1f}秒（{done}/{total}{more}）",
        "{state} {name} in {seconds:.1f} s ({done}/{total}{more})",
    ),
    "one": ("{state}：{name}（{done}/{total}{more}）", "{state} {name} ({done}/{total}{more})"),
    "left": ("，约剩{span}", ", {span} left"),
    "bar.left": ("剩余", "left"),
    "bar.starting": ("正在准备", "starting"),
    "bar.one": ("{state}：{name}", "{state} {name}"),
    "kept.all": ("保留{reports}：依据的内容没有变化", "kept {reports}: nothing they read has changed"),
    "seconds": ("{seconds:.1f}秒", "{seconds:.1f} s"),
    "minutes": ("{minutes}分{seconds}秒", "{minutes} min {seconds} s"),
    "hours": ("{hours}小时{minutes}分", "{hours} h {minutes} min"),
    "reports": ("{n}份", "{n} reports"),
    "reports.1": ("1份", "1 report"),
    "and.more": ("等{all}份", " and {n} more"),
    # the table at the end of a build
    "run.report": ("通报", "report"),
    "run.state": ("结果", ""),
    "run.start": ("启动（秒）", "start s"),
    "run.cells": ("运行（秒）", "cells s"),
    "run.step": ("{step}（秒）", "{step} s"),
    "run.all": ("合计（秒）", "all s"),
    "run.notes": ("备注", ""),
    "run.shown": ("…… 只列失败和用时最长的{shown}份，共{all}份", "… the {shown} that failed or took longest, of {all}"),
    "run.made": ("生成{n}份", "{n} made"),
    "run.kept": ("未变{n}份", "{n} unchanged"),
    "run.failed": ("失败{n}份", "{n} failed"),
    "run.done": ("{told}，用时{span}：{folder}", "{told} in {span}: {folder}"),
    "report.failed": ("失败：{name}：{error}", "failed: {name}: {error}"),
    "unchanged": ("未变：{name}", "unchanged {name}"),
    "interrupted": (
        "已中断：尚未生成的通报保持原样",
        "interrupted: the reports that were not yet made are as they were before",
    ),
    "interrupted.plain": ("已中断", "interrupted"),
    "interrupted.publishing": (
        "已中断；data/ledger.csv 中没有的即未发布；再次运行即发布",
        "interrupted; what data/ledger.csv does not have is not published; run again it publishes",
    ),
    "interrupted.sending": (
        "已中断；已发给谁、发了什么见 data/deliveries.csv，再次运行即发送其余的",
        "interrupted; data/deliveries.csv says who got what so far, and run again it sends the rest",
    ),
    "told.otherwise": (
        "提示：{files}的数字与已发布的不同：{quarter}的数字之外有改动（如未发布的前面季度、评述）；"
        "briefing verify {quarter} 逐个指出；改回后重新生成",
        "warning: {files}: other numbers than were published. Something beside the figures of {quarter} has changed, "
        "such as an earlier quarter that is not published, or the commentary: briefing verify {quarter} names them; "
        "put it back, then build again",
    ),
    "scores.kept": (
        "提示：scored.csv、scored.xlsx 的结果会与已发布的不同，保留已发布的：briefing verify {quarter} 逐个指出；"
        "改回后重新生成",
        "warning: scored.csv and scored.xlsx stay as they were published, since they would tell other results: "
        "briefing verify {quarter} names them; put back what has changed, then build again",
    ),
    "log.lost": ("未能写入{path}：{why}", "could not write to {path}: {why}"),
    "wrong.made": ("数据有{n}处错误，未生成任何文件", "{n} errors in the data; nothing was made"),
    "wrong.made.1": ("数据有1处错误，未生成任何文件", "1 error in the data; nothing was made"),
    "doubt": ("提示：{file}：{doubt}", "warning: {file}: {doubt}"),  # of a scenario; its sentence is what-if's
    # score
    "score.mark": ("性质", "mark"),
    "score.code": ("代码", "code"),
    "score.district": ("区市", "district"),
    "score.bonus": ("加分", "bonus"),
    "score.deduction": ("减分", "deduction"),
    "score.total": ("总分", "total"),
    "score.rank": ("位次", "rank"),
    "score.previous_rank": ("上季度位次", "previous_rank"),
    "score.change": ("较上季度", "change"),
    "score.group": ("分组", "group"),
    "score.group_rank": ("组内位次", "group_rank"),
    "score.stars": ("{board}星数", "stars_{board}"),
    "score.stars_total": ("星数合计", "stars_total"),
    "score.flags": ("红旗", "flags"),
    "score.provisional": ("暂行", "provisional"),
    "score.yes": ("是", "yes"),
    # publish
    "published.before": (
        "{quarter}已于{day}发布（第{edition}版），内容没有变化",
        "{quarter} is published since {day} (edition {edition}); nothing has changed",
    ),
    "published": (
        "已发布{quarter}第{edition}版，发布日期{day}：{files}个通报文件和考核结果（scored.csv）记入台账",
        "published {quarter}, edition {edition}, on {day}; on record: scored.csv and files of briefings: {files}",
    ),
    "published.content": ("内容校验值 {content}，程序版本 {version}", "content {content}, version {version}"),
    "published.next": (
        "下一步：briefing deliver {quarter} 生成邮件草稿",
        "next: briefing deliver {quarter} drafts the letters",
    ),
    # verify
    "proof.file": ("文件", "file"),
    "proof.lines": ("含数字的行", "lines of numbers"),
    "proof.again": ("重新编制", "made again"),
    "proof.identical": ("完全相同", "identical"),
    "proof.numbers identical": ("数字相同", "numbers identical"),
    "proof.numbers differ": ("数字不同", "numbers differ"),
    "proof.not made": ("未能生成", "not made"),
    "proof.differs": ("{place}：发布时为“{old}”，现为“{new}”", "{place}: published {old!r}, made again {new!r}"),
    "proof.more": ("{file}：另有{n}处", "{file}: {n} more"),
    "proof.altered": (
        "{path}已被改动；用 briefing build {quarter} 重新生成",
        "{path} is not as it was made: briefing build {quarter} makes it again",
    ),
    "proof.name": ("{quarter}第{edition}版（{day}发布）", "{quarter} edition {edition} of {day}"),
    "proof.lie": ("；通报文件夹中有{n}个文件生成后被改动", "; altered since they were made, among the reports: {n}"),
    "proof.bad": (
        "{name}：{all}个文件中有{n}个数字不同或未能生成{lie}",
        "{name}: {n} of {all} files differ in their numbers or could not be made{lie}",
    ),
    "proof.because": ("{told}：{why}", "{told}: {why}"),
    "proof.same": (
        "{name}：{files}个文件逐字节相同{shown}{lie}",
        "{name}: identical, {files} files byte for byte{shown}{lie}",
    ),
    "proof.shown": ("，各笔记本显示的内容也相同", ", and all that their notebooks show"),
    "proof.bytes": (
        "{name}：数字全部相同；{all}个文件中有{n}个字节不同：{why}{lie}",
        "{name}: all numbers identical; the bytes of {n} of {all} files differ: {why}{lie}",
    ),
    "proof.unknown": ("原因没有记录", "for a reason that is not on record"),
    # verify-methods
    "methods.index": ("指数", "index"),
    "methods.case": ("年份（版次）", "case"),
    "methods.compared": ("核对内容", "compared"),
    "methods.agree": ("相符", "agree"),
    "methods.of": ("{equal}/{compared}", "{equal} of {compared}"),
    "methods.total": ("总分", "total"),
    "methods.rank": ("位次", "rank"),
    "methods.intervals": ("位次区间", "intervals"),
    "methods.leave_out": ("去掉{node}后的位次", "leave_out {node}"),
    "methods.nothing": ("{where}：没有公布的数可核对", "{where}: nothing published to compare with"),
    "methods.miss": (
        "{where}：{unit}：公布{published}，计算{computed}",
        "{where}: {unit}: published {published}, computed {computed}",
    ),
    "methods.none": ("无", "none"),
    "methods.summary": (
        "{columns}列中{agreeing}列相符，{compared}个数中{equal}个相符",
        "{equal} of {compared} figures agree, in {agreeing} of {columns} columns",
    ),
    # deliver
    "deliver.recipient": ("收件人", "recipient"),
    "deliver.address": ("地址", "address"),
    "deliver.files": ("文件数", "files"),
    "deliver.state": ("结果", ""),
    "deliver.answer": ("说明", ""),
    "deliver.one": ("{state}：{name} <{email}>", "{state}: {name} <{email}>"),
    "deliver.draft": ("草稿", "draft"),
    "deliver.already sent": ("此前已发送", "already sent"),
    "deliver.sending": ("发送中", "sending"),
    "deliver.sent": ("已发送", "sent"),
    "deliver.refused": ("被拒收", "refused"),
    "deliver.failed": ("发送失败", "failed"),
    "deliver.unsure": ("无法确定是否送达", "unsure"),
    "deliver.counted": ("{state}{n}人", "{n} {state}"),
    "deliver.done": ("{counted}：{place}", "{counted}: {place}"),
    "deliver.missed": (
        "有{n}个收件人未收到通报，其余均已收到",
        "{n} recipients did not get the briefings; the others did",
    ),
    "deliver.missed.1": (
        "有1个收件人未收到通报，其余均已收到",
        "1 recipient did not get the briefings; the others did",
    ),
    # new-notebook, demo, how a command is written
    "notebook.made": (
        "已建立{path}\n生成通报：briefing build latest --notebook {path}",
        "made {path}\nbuild it: briefing build latest --notebook {path}",
    ),
    "demo.made": ("已生成{path}", "made {path}"),
    "misuse.usage": ("{usage}\n详见：{command} --help\n\n", ""),  # English: in typer's own words
    "misuse": ("错误：{text}", ""),
}  # fmt: skip


def screen_word(key: str, lang: str, **figures: object) -> str:
    """What is said for `key` in `zh` or `en`, with its figures put in."""
    return own(_WORDS[key][1 if lang == "en" else 0], lang).format(**figures)


def counted(key: str, n: int, lang: str, **figures: object) -> str:
    """`screen_word` of a number of things: `<key>.1` where there is one."""
    return screen_word(f"{key}.1" if n == 1 else key, lang, n=n, **figures)


def comma(parts: Sequence[str], lang: str) -> str:
    return (", " if lang == "en" else "，").join(parts)
