"""What is wrong with making briefings, in Chinese: folders, notebooks and their cells, kernels, why one is made again.

Written as usage_zh.py says.
"""

from __future__ import annotations

# what the system says of a file, with its path or without
_DISK = (
    ("the disk is full", "磁盘已满"),
    ("the disk quota is used up", "磁盘配额已用完"),
    ("the file is larger than this disk or account allows", "文件超过磁盘或账户允许的大小"),
    ("the disk is read-only", "磁盘为只读"),
    ("writing there is not permitted, or another program has the file open", "没有写入权限，或文件已在其他程序中打开"),
    ("a file stands where the folder should be", "应为文件夹，却是文件"),
    ("the path is too long", "路径过长"),
    ("Permission denied", "没有权限"),
    ("No such file or directory", "没有这个文件或文件夹"),
    ("Is a directory", "是文件夹，不是文件"),
    ("Not a directory", "不是文件夹"),
    ("File exists", "文件已存在"),
    ("Input/output error", "磁盘读写出错"),
    ("Too many open files", "打开的文件过多"),
)
DISK = tuple(
    pair
    for said, meant in _DISK
    for pair in ((rf"{said} \((.+)\)", rf"{meant}（\1）"), (rf"{said}(; make room .+)", rf"{meant}<1>"), (said, meant))
)

# errors of Python in an analyst's own cells
_RAISED = (
    ("ZeroDivisionError", "除数为零"),
    ("NameError", "名称未定义"),
    ("KeyError", "没有这个键或列"),
    ("IndexError", "序号超出范围"),
    ("AttributeError", "没有这个属性或方法"),
    ("TypeError", "类型不符"),
    ("ValueError", "值不合要求"),
    ("FileNotFoundError", "没有这个文件"),
    ("PermissionError", "没有权限"),
    ("ModuleNotFoundError", "没有安装这个模块"),
    ("ImportError", "不能导入"),
    ("SyntaxError", "语法错误"),
    ("IndentationError", "缩进错误"),
    ("MemoryError", "内存不足"),
    ("RecursionError", "递归过深"),
    ("AssertionError", "断言不成立"),
    ("RuntimeError", "运行出错"),
    ("Exception", "出错"),
)
RAISED = tuple(
    pair
    for name, meant in _RAISED
    for pair in ((rf"({name}: .+)", rf"{meant}（\1）"), (rf"({name}:?)", rf"{meant}（\1）"))
)

MAKING: tuple[tuple[str, str], ...] = (
    # what is asked of a build
    (r"BRIEFING_SCREEN is '(.+)'; write zh or en", r"BRIEFING_SCREEN为“\1”，应为 zh 或 en"),
    (r"no engine is called '(.+)'; (.+)", r"没有“\1”这种启动方式（--engine）；<2>"),
    (
        r"the forked engine needs Linux 5\.3 or later; .+",
        "--engine forked 需要 Linux 5.3 或更新版本；其他系统用 --engine auto",
    ),
    (
        r"no executor is called '(.+)'; (the port is missing|.+?); a cluster is named (\S+), as in (\S+)",
        r"没有“\1”这种执行方式（--executor）：写 local，或集群的地址和端口 \3，如 \4",
    ),
    (r"Dask is not installed; install it with: (.+)", r"尚未安装 Dask；先安装：\1"),
    (r"no Dask scheduler answers at (\S+): (.+); start one with: (.+)", r"\1没有 Dask 调度程序应答（\2）；先启动：\3"),
    (r"the Dask scheduler at (\S+) has no workers; start some with: (.+)", r"\1的 Dask 没有工作进程；先启动：\2"),
    (r"--district none means the city alone; .+", "--district none 指只做全市通报，不能与区市并列"),
    (r"no kind is called '(.+)'; (.+)", r"没有“\1”这一类笔记本（--kind）；<2>"),
    (r"(-?\d+) reports at once cannot be made; --jobs takes 1 or more", r"--jobs 应不小于1，所写为\1"),
    (r"'(.+)' is not a day; write it as 2023-09-01", r"“\1”不是日期；写作 2023-09-01"),
    (
        r"(\S+) was published on (\S+): on (\S+) nobody knew it; name a day from then on",
        r"\1于\2发布，\3尚无此数据；请写\2或以后的日期",
    ),
    (r"(\S+) is not published: briefing publish (\S+)", r"\1尚未发布；先运行 briefing publish \2"),
    (r"(\S+) has no edition (\d+); there (?:is|are) edition 1", r"\1没有第\2版，只有第1版"),
    (r"(\S+) has no edition (\d+); there (?:is|are) editions 1 to (\d+)", r"\1没有第\2版，现有第1至第\3版"),
    (r"'(.+)' runs backwards; write (.+)", r"“\1”先后颠倒；写作 \2"),
    (r"'(.+)' runs backwards", r"“\1”先后颠倒"),
    (r"BRIEFING_CELL_TIMEOUT is '(.+)'; give whole seconds, as in (.+)",
     r"BRIEFING_CELL_TIMEOUT为“\1”，应为整秒数，如 \2"),
    # folders and files
    (
        r"another build is writing to (.+); wait for it, or choose another folder with --out",
        r"另一次生成正在写入\1；请等它结束，或用 --out 另选文件夹",
    ),
    (r"cannot write reports to (.+?): (.+); choose another folder with --out",
     r"不能把通报写入\1：<2>；请用 --out 另选文件夹"),
    (
        r"(.+) cannot be written: (.+); the earlier one stays(; make room .+)?",
        r"不能写入\1：<2>；原有的保持不变<3>",
    ),
    (r"(.+) cannot be written: (.+); there is none from before(; make room .+)?", r"不能写入\1：<2><3>"),
    (
        r"; make room there or choose another folder with --out, then build again: what is made is kept",
        "；请腾出空间，或用 --out 另选文件夹，再次生成；已生成的保留",
    ),
    (r"cannot write (.+?): (.+); nothing was (?:published|sent)", r"不能写入\1：<2>；未作任何改动"),
    (r"cannot write (.+?): (.+); nothing more is sent", r"不能写入\1：<2>；其余不再发送"),
    (r"cannot write (.+?): (.+)", r"不能写入\1：<2>"),
    (r"cannot read (.+?): (.+)", r"不能读取\1：<2>"),
    (r"cannot make (.+?): (.+)", r"不能建立\1：<2>"),
    (r"(\S+) is of an earlier build", r"\1是以前生成的"),
    (
        r"no (notebooks/\S+) at or above (.+), nor beside the package; run the command inside the project",
        r"\2及其上各级都没有 \1；请在项目文件夹中运行",
    ),
    # notebooks
    (r"no notebook (.+)", r"没有\1这个笔记本"),
    (r"(.+) cannot be read as a Python notebook: (.+)", r"\1不是可用的 Python 笔记本：\2"),
    (r"(.+) has no parameter '(.+)'; (.+)", r"\1没有参数“\2”；<3>"),
    (r"this notebook has no parameter '(.+)'; (.+)", r"本笔记本没有参数“\1”；<2>"),
    (r"it has no cell tagged `parameters`", "其中没有标记为 parameters 的单元格"),
    (r"parameter (\w+): '(.*)' is no value like (.+)", r"参数\1：“\2”的类型应与\3相同"),
    (r"'(.+)' cannot name a file on every system; .+", r"“\1”不能用作文件名；请改动其所用代码"),
    (r"two reports would both be written to '(.+)'", r"两份通报同名：“\1”；请给其中一个笔记本改名"),
    (
        r"(.+): its reports would be taken for the official ones; give it another name",
        r"\1：其通报会与正式通报混淆；请改名",
    ),
    (
        r"(.+) has no parameter quarter; in the cell tagged `parameters` write: (.+)",
        r"\1没有参数quarter；请在标记为 parameters 的单元格中写：\2",
    ),
    (r"(.+) has no parameter lang: it can be made with --lang zh only", r"\1没有参数lang，只能用 --lang zh"),
    (
        r"(.+) tells of one district \(it has the parameter district\); name one",
        r"\1是区市通报（有参数district）；请用 --district 写明区市",
    ),
    (
        r"(.+) tells of the whole city \(no parameter district\); leave --district",
        r"\1是全市通报（没有参数district）；请去掉 --district",
    ),
    (
        r"'(.*)' cannot name (?:a notebook|a scenario): .+",
        r"“\1”不能用作名称：只用字母、数字、汉字、- 和 _，不超过60个",
    ),
    (r"'(.+)' names the official briefings; choose another name", r"“\1”是正式通报的名称；请另取一个"),
    (r"(.+) is there already and stays as it is; choose another name", r"\1已经存在，未作改动；请另取名称"),
    (r"(.+) is there already; choose another name", r"\1已经存在；请另取名称"),
    (r"nothing is changed yet: there is nothing to save", "尚未作任何改动，没有可保存的内容"),
    # a report that fails
    (r"(the kernel died \(killed, crashed, or out of memory\))", "内核中止（被终止、崩溃或内存不足）"),
    (r"no end after (\d+) seconds", r"\1秒内没有运行完；可用环境变量 BRIEFING_CELL_TIMEOUT 放宽（秒）"),
    (r"before the first cell: (.+)", r"第一个单元格之前：<1>"),
    (r"cell \[(\w+)\]:? ?(.*?): (\w+(?:Error|Exception|Iteration|Interrupt|Exit)(?::.*)?)", r"单元格 [\1] \2：<3>"),
    (r"cell \[(\w+)\] (.*?): (.+)", r"单元格 [\1] \2：<3>"),
    (r"(html|pdf): (.+)", r"生成\1时：<2>"),
    (r"interrupted", "已中断"),
    (
        r"the process that kernels are forked from has ended \(exit code (.+)\)",
        r"派生内核的进程已结束（退出码\1）",
    ),
    (r"(.+); (\S+) is run again", r"<1>；重新运行\2"),
    (r"the process that kernels are forked from does not answer: (.+)", r"派生内核的进程没有应答：<1>"),
    (r"it was closed", "已关闭"),
    (r"Kernel died before replying to kernel_info", "内核启动时中止"),
    (r"Kernel didn't respond in (.+) seconds", r"内核\1秒内没有应答"),
    (
        r"not made: the cluster that was to make it has gone; .+",
        "未生成：承担的集群已断开；请重新启动集群，再次生成",
    ),
    (r"its worker died: (.+)", r"承担的工作进程中止：<1>"),
    (
        r"the worker on (.+) runs another version of this program, .+",
        r"\1上的工作进程，其程序、软件包或 Python 版本与本机不同：请装成与本机相同，再重新启动",
    ),
    (r"the process that exports has ended \(exit code (.+)\)", r"导出进程已结束（退出码\1）；请再次生成"),
    (r"(.+): a picture or formula has no alternative text -> give it one \((.+)\)",
     r"\1：图或公式没有替代文字；请补上（\2）"),
    (r"(.+): no bundled font has the character (.+) -> .+", r"\1：字库中没有此字：\2；请换一种写法，或删去"),
    (r"no kernel can be forked: (.+)", r"不能派生内核（\1）；请用 --engine plain"),
    (r"the process that kernels are forked from ended during its imports",
     "派生内核的进程载入时结束；请用 --engine plain"),
    # after a build
    (
        r"(\S+) is stamped 征求意见稿 \(draft\) until briefing publish (\S+) puts it on record",
        r"\1印有“征求意见稿”，用 briefing publish \2 发布后取消",
    ),
    (r"latest is (\S+); (.+)", r"latest 指\1；<2>"),
    (r"(\d{4}Q\d) has no tables yet", r"\1尚无数据表"),
    (
        r"(\d{4}Q\d) still awaits (\d+) indicators? \((\d+) figures?\)",
        r"\1尚有\2项指标（\3个数）待报",
    ),
)  # fmt: skip

# why a report is made, or kept (--explain); wide ones, to be tried after all others
REASONS: tuple[tuple[str, str], ...] = (
    (r"kept: nothing it reads has changed", "保留：依据的内容没有变化"),
    (r"kept: nothing it reads has changed \((.+)\)", r"保留：显示的内容没有变化（<1>）"),
    (r"asked for by --force", "重做：--force 要求"),
    (r"it failed (?:the )?last time", "重做：上次失败"),
    (r"nothing has been built here yet", "生成：此处尚未生成过通报"),
    (r"it has not been built here yet", "生成：此处尚未生成过"),
    (r"its record cannot be read", "重做：生成记录读不出"),
    (r"it has not been made yet as (.+)", r"生成：尚无<1>"),
    (r"(\S+) and (\S+)", r"\1和\2"),
    (r"(.+) (?:is|are) gone", r"<1>已不在"),
    (r"it was made from other code or versions", "重做：程序或软件包的版本已变"),
    (r"its files are not as they were made: they were edited, or cut off", "重做：文件生成后被改动，或不完整"),
    (r"the data have changed", "数据有变化"),
    (r"what it reads of them is not known", "所用部分不明"),
    (r"(.+?): other figures in (.+)", r"重做：<1>，下列单元格的内容有变：<2>"),
    (r"(.+) and (\d+) more", r"\1，另有\2处"),
    (r"(\d+) more", r"另有\1项"),
    (r"(.+) is new", r"<1>新增"),
    (r"(.+) has changed", r"<1>有变化"),
    (r"(package |parameter )?(\S+): (.+) -> (.+)", r"<1>\2由\3变为\4"),
    (r"package (.*)", r"软件包\1"),
    (r"parameter (.*)", r"参数\1"),
)  # fmt: skip
