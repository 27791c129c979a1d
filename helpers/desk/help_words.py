"""What `--help` says: of each command, argument and option in Chinese; the program's own English is the key."""

from __future__ import annotations

from ..calling import own, own_english

_WORDS: dict[str, tuple[str, str]] = {
    "usage": ("用法：{called}", "Usage: {called}"),
    "some": ("[选项]", "[OPTIONS]"),
    "which": ("命令 [参数]", "COMMAND [ARGS]..."),
    "arguments": ("参数：", "Arguments:"),
    "options": ("选项：", "Options:"),
    "commands": ("命令：", "Commands:"),
    "needed": ("（必填）", "  [required]"),
    "help": ("显示本说明", "Show this message and exit."),
}

_CHINESE: dict[str, str] = {
    # the program and its commands
    "Quarterly assessment briefings: scored, explained, told and printed from a quarter's data folder.":
        "季度考核通报：由一个季度的数据文件夹计分、解读、成文、排版。",
    "Make the briefings of a quarter: the city's and every district's, as HTML and PDF.":
        "生成一个季度的通报：全市和各区市，网页（HTML）和 PDF。",
    "Score a quarter: one row a district with boards, bonus, total, rank, change, stars and flags.":
        "计算一个季度的成绩：一个区市一行，列板块、加分、总分、位次、升降、星数和红旗。",
    "Say what is wrong with a quarter's data, row by row, and what is still to come.":
        "核对一个季度的数据：逐行指出问题，列出尚未报送的。",
    "Say why a district stands where it stands: the gap, the change, what it would take, how firm it is.":
        "解读一个区市的位次：差距、变化、提升所需和稳健性。",
    "Score a quarter again as if (测算): the supposed result beside the official one. Writes nothing.":
        "测算：在假设下重新计分，与正式结果对照；不写入任何文件。",
    "Score published indices with this program and say which figures agree, and which do not, row by row.":
        "用本程序重算已公开的指数，逐行说明哪些数字一致、哪些不一致。",
    "Make a data folder of illustrative figures, of any size.": "生成演示数据文件夹，大小不限。",
    "Take departments' workbooks into a quarter's tables: read, checked, shown as old and new, then written.":
        "将部门报送的工作簿读入一个季度的数据表：先读取、核对、列出新旧对照，再写入。",
    "Lay out a quarter: its folder, the rows its scheme waits for, issue date and commentary to be filled in.":
        "建立一个季度：文件夹、考核办法所需的各行、待填的印发日期和研判意见。",
    "Start a notebook of your own from a template; `briefing build QUARTER --notebook FILE` makes its briefings.":
        "按模板新建自己的笔记本；用 `briefing build 季度 --notebook 文件` 生成其通报。",
    "Freeze a quarter: make its briefings, then put content, results and files on record in data/ledger.csv.":
        "发布一个季度：生成通报，再将内容、结果和文件记入 data/ledger.csv 台账。",
    "Make the correction notice (更正通知) of a published quarter, from all its revisions.":
        "根据全部修订，生成已发布季度的更正通知。",
    "Make a published quarter again as it was published; compare every number, and the bytes of every file.":
        "按发布时的样子重新生成已发布的季度，逐个数字、逐个文件比对。",
    "Hand a quarter's briefings to those whom data/recipients.csv names: drafts and zip files, or mail.":
        "将一个季度的通报交给 data/recipients.csv 所列收件人：生成邮件草稿和压缩包，或直接发送。",
    "Print an entry that builds the latest quarter (all its figures in) every hour: ready, with how to install it.":
        "给出每小时生成最近季度（数据已报齐）通报的定时任务，可直接使用，并附安装方法。",
    "show the program's version": "显示程序版本",
    # quarters, districts, languages, formats
    "2023Q2, or latest: the last whose figures are all in": "2023Q2；或 latest：数据已报齐的最近一个季度",
    "2023Q2, or latest: here the newest there is, also while it is filled":
        "2023Q2；或 latest：此处为最新的季度，数据尚未报齐的也算",
    "2023Q4, or latest: the newest there is": "2023Q4；或 latest：最新的季度",
    "2023Q4": "2023Q4",
    "only these districts' briefings (repeat, or separate by commas); none: the city's alone  [all]":
        "只要这些区市的通报（可重复写，或用逗号分开）；none：只要全市通报。不写：全部",
    "which briefings, as in build  [all]": "哪些通报，写法同 build。不写：全部",
    "whose result is explained": "解读哪个区市",
    "beside whom; the place above, for the first the second": "与哪个区市对照；不写：前一位，第1位的与第2位对照",
    "language, or several  [zh]": "语言：zh、en，可写多种。不写：zh",
    "zh or en, of what is said here and of the report; or both reports  [zh]":
        "zh 或 en，屏幕和报告均用该语言；写两种则报告各一份。不写：zh",
    "zh or en, of the answer": "zh 或 en，答复所用的语言",
    "zh or en, of what is said here": "zh 或 en，屏幕所用的语言",
    "html, pdf, or both  [html,pdf]": "html、pdf，可写两种。不写：两种都要",
    "of the report  [html,pdf]": "报告的格式。不写：html,pdf",
    "table for readers, json for programs": "table：表格，供阅读；json：供程序读取",
    "csv for programs, table for readers": "csv：供程序读取；table：表格，供阅读",
    "also make the data contract's report (数据核对报告) as HTML and PDF": "同时生成数据核对报告：网页（HTML）和 PDF",
    # folders
    "data folder; the nearest `data` at or above this folder by default":
        "数据文件夹。不写：从当前文件夹逐级向上，最近的 data",
    "folder for the reports; `reports` beside the data by default":
        "通报存放的文件夹。不写：数据文件夹旁的 reports",
    "folder for the report, as in build": "报告存放的文件夹，同 build",
    "folder of the reports, as in build": "通报所在的文件夹，同 build",
    "new folder for the data": "存放数据的新文件夹",
    # build
    "notebooks run at once; one a core by default": "同时运行的笔记本数。不写：与处理器核数相同",
    "make every report, also where nothing has changed": "全部重新生成，没有变化的也重做",
    "say of each report why it is made, or kept": "逐份说明为何生成或保留",
    "from the data as known on that day, or again as it was published":
        "按该日已知的数据生成；published：按发布时的数据",
    "where reports are made: here, or by Dask's workers  [local]": "在何处生成：本机，或 Dask 集群。不写：local",
    "how kernels start: forked with their imports done (Linux), or plain  [auto]":
        "内核的启动方式：forked 为预载后派生（Linux），plain 为逐个启动。不写：auto，能派生则派生",
    "as a saved what-if supposes (测算), in a folder of its own": "按已保存的测算情景生成，另存一个文件夹",
    "notebooks of your own instead of the briefings; repeat": "不生成通报，改用自己的笔记本；可重复写",
    "for schedulers: say only what is made or fails, at the end of this file (-: here)":
        "供定时任务用：只在有生成或出错时记录，追加到该文件（-：写在屏幕上）",
    # what-if, verify-methods, demo
    "胶州市.gdp_growth=6.5 or weight.economy=45; or by name, 胶州.地区生产总值增速=6.5; repeat for more":
        "胶州市.gdp_growth=6.5 或 weight.economy=45；也可写名称：胶州.地区生产总值增速=6.5；可重复写",
    "a saved what-if; --set beside it takes precedence": "已保存的测算情景；同时写 --set 的，以 --set 为准",
    "a published index's folder, or a folder of such": "已公开指数的文件夹，或存放若干指数的文件夹",
    "10 is Qingdao; any other number is made up": "参评单位个数：10为青岛市十个，其他个数为虚构",
    "quarters to make  [2022Q1..2023Q3]": "生成哪些季度。不写：2022Q1..2023Q3",
    "the same seed makes the same data": "随机种子：种子相同，数据相同",
    # intake, new-notebook
    "departments' .xlsx, .xlsm, .xls, .ods or .csv": "部门报送的 .xlsx、.xlsm、.xls、.ods 或 .csv",
    "write without asking, once all is shown, unless figures look wrong (a power of ten off, a row off …)":
        "列出全部内容后直接写入，不再询问；有数疑似有误（差十倍、错行等）的，不写入",
    "take guessed mappings as right, once they are shown": "推测的对应关系列出后即按此读入",
    "figures sent earlier that are not there any more: kept, or emptied":
        "以前报过、这次没有的数字：keep 保留，clear 改为空",
    "these workbooks correct those of this mapping, under whatever name":
        "这些工作簿用于更正该对应关系读入的数字，不论文件名",
    "take in what data/source.toml asks a database for": "按 data/source.toml 从数据库读入",
    "the file is notebooks/NAME.ipynb": "文件为 notebooks/NAME.ipynb",
    "about the whole city, or run once for each district": "city：全市一份；district：每个区市一份",
    # publish, correction, verify
    "day of publication, 2023-08-08; else issue.toml's, else today":
        "发布日期，写作 2023-08-08。不写：issue.toml 所写的，否则为今天",
    "make it also where nothing has changed": "没有变化也重新生成",
    "which edition; the last by default": "第几版。不写：最后一版",
    # deliver, schedule
    "only these recipients; repeat for more  [all]": "只要这些收件人；可重复写。不写：全部",
    "number every copy: No. 017 on every page": "逐份编号：每页印第017号",
    "send by the mail server that BRIEFING_SMTP_HOST and its kind name":
        "经环境变量 BRIEFING_SMTP_HOST 等所写的邮件服务器发送",
    "with --send --to: send also what has been, or may have been, sent before":
        "与 --send --to 同用：已发送或可能已送达的也重发",
    "a line for crontab": "crontab 的一行",
    "a service and its timer": "systemd 的服务和定时器",
    "a task for Windows' task scheduler, as XML": "Windows 任务计划程序的任务（XML）",
    "a DAG of Airflow, one task a briefing": "Airflow 的 DAG，一份通报一个任务",
}  # fmt: skip


def word(key: str, lang: str, **slots: object) -> str:
    """The heads and words that stand in every help."""
    return _WORDS[key][1 if lang == "en" else 0].format(**slots)


def said(text: str, lang: str) -> str:
    """What is said of a command or an option, in the language of the screen and the words of the assessment."""
    return own_english(text) if lang == "en" else own(_CHINESE[text], "zh")
