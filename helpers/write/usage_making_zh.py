"""What is wrong with making briefings, in Chinese: folders, notebooks and their cells, kernels, why one is made again.

Written as usage_zh.py says.
"""

from __future__ import annotations

# what the system says of a file, in its own words
SYSTEM: dict[str, str] = {
    "Permission denied": "没有权限",
    "No such file or directory": "没有这个文件或文件夹",
    "Is a directory": "是文件夹，不是文件",
    "Not a directory": "不是文件夹",
    "File exists": "文件已存在",
    "Input/output error": "磁盘读写出错",
    "Too many open files": "打开的文件过多",
}

# errors of Python in an analyst's own cells
_RAISED = {
    "ZeroDivisionError": "除数为零",
    "NameError": "名称未定义",
    "KeyError": "没有这个键或列",
    "IndexError": "序号超出范围",
    "AttributeError": "没有这个属性或方法",
    "TypeError": "类型不符",
    "ValueError": "值不合要求",
    "FileNotFoundError": "没有这个文件",
    "PermissionError": "没有权限",
    "ModuleNotFoundError": "没有安装这个模块",
    "ImportError": "不能导入",
    "SyntaxError": "语法错误",
    "IndentationError": "缩进错误",
    "MemoryError": "内存不足",
    "RecursionError": "递归过深",
    "AssertionError": "断言不成立",
    "RuntimeError": "运行出错",
    "Exception": "出错",
}
RAISED: dict[str, str] = {name: f"{meant}（{name}）" for name, meant in _RAISED.items()}
RAISED |= {f"{name}:": f"{meant}（{name}:）" for name, meant in _RAISED.items()}
RAISED |= {f"{name}: {{words}}": f"{meant}（{name}: {{words}}）" for name, meant in _RAISED.items()}

_REMEDY = "; make room there or choose another folder with --out, then build again: what is made is kept"
_REMEDY_ZH = "；请腾出空间，或用 --out 另选文件夹，再次生成；已生成的保留"

MAKING: dict[str, str] = {
    # what is asked of a build
    "{setting} is {word!r}; write zh or en": "{setting}为“{word}”，应为 zh 或 en",
    "no engine is called {word!r}; {hint}": "没有“{word}”这种启动方式（--engine）；{hint:told}",
    "the forked engine needs Linux 5.3 or later; --engine auto takes the plain one elsewhere":
        "--engine forked 需要 Linux 5.3 或更新版本；其他系统用 --engine auto",
    "no executor is called {word!r}; {hint}; a cluster is named {form}, as in {example}":
        "没有“{word}”这种执行方式（--executor）：写 local，或集群的地址和端口 {form}，如 {example}{hint:.0}",
    "the port is missing": "缺端口",
    "Dask is not installed; install it with: pip install -e .[dask]": "尚未安装 Dask；先安装：pip install -e .[dask]",
    "no Dask scheduler answers at {address}: {error}; start one with: dask scheduler":
        "{address}没有 Dask 调度程序应答（{error}）；先启动：dask scheduler",
    "the Dask scheduler at {address} has no workers; start some with: dask worker {address}":
        "{address}的 Dask 没有工作进程；先启动：dask worker {address}",
    "--district {word} means the city alone; it cannot stand beside other districts":
        "--district {word} 指只做全市通报，不能与区市并列",
    "no kind is called {word!r}; {hint}": "没有“{word}”这一类笔记本（--kind）；{hint:told}",
    "{jobs:d} reports at once cannot be made; --jobs takes 1 or more": "--jobs 应不小于1，所写为{jobs}",
    "{word!r} is not a day; write it as 2023-09-01": "“{word}”不是日期；写作 2023-09-01",
    "{quarter} was published on {published}: on {day} nobody knew it; name a day from then on":
        "{quarter}于{published}发布，{day}尚无此数据；请写{published}或以后的日期",
    "{quarter} is not published: briefing publish {quarter}": "{quarter}尚未发布；先运行 briefing publish {quarter}",
    "{quarter} has no edition {edition:d}; there is edition 1": "{quarter}没有第{edition}版，只有第1版",
    "{quarter} has no edition {edition:d}; there are editions 1 to {last:d}":
        "{quarter}没有第{edition}版，现有第1至第{last}版",
    "{span!r} runs backwards; write {right}": "“{span}”先后颠倒；写作 {right}",
    "{span!r} runs backwards": "“{span}”先后颠倒",
    "{setting} is {word!r}; give whole seconds, more than 0, as in {setting}=1200":
        "{setting}为“{word}”，应为大于0的整秒数，如 {setting}=1200",
    # folders and files
    "the disk is full": "磁盘已满",
    "the disk quota is used up": "磁盘配额已用完",
    "the file is larger than this disk or account allows": "文件超过磁盘或账户允许的大小",
    "the disk is read-only": "磁盘为只读",
    "there is no room for temporary files in {folder}; make room there, or name another folder in the "
    "environment variable TMPDIR (Windows: TMP), then build again: what is made is kept":
        "临时文件夹{folder}所在的磁盘已满；请腾出空间，或用环境变量 TMPDIR（Windows 用 TMP）另指文件夹，"
        "再次生成；已生成的保留",
    "writing there is not permitted, or another program has the file open": "没有写入权限，或文件已在其他程序中打开",
    "a file stands where the folder should be": "应为文件夹，却是文件",
    "the path is too long": "路径过长",
    "another build is writing to {folder}; wait for it, or choose another folder with --out":
        "另一次生成正在写入{folder}；请等它结束，或用 --out 另选文件夹",
    "cannot write reports to {folder}: {reason}; choose another folder with --out":
        "不能把通报写入{folder}：{reason:told}；请用 --out 另选文件夹",
    "{file} cannot be written: {reason}; the earlier one stays{remedy}":
        "不能写入{file}：{reason:told}；原有的保持不变{remedy:told}",
    "{file} cannot be written: {reason}; there is none from before{remedy}":
        "不能写入{file}：{reason:told}{remedy:told}",
    _REMEDY: _REMEDY_ZH,
    "{reason}" + _REMEDY: "{reason:told}" + _REMEDY_ZH,
    "cannot write {file}: {reason}; nothing was published": "不能写入{file}：{reason:told}；未作任何改动",
    "cannot write {file}: {reason}; nothing was sent": "不能写入{file}：{reason:told}；未作任何改动",
    "cannot write {file}: {reason}; nothing more is sent": "不能写入{file}：{reason:told}；其余不再发送",
    "cannot write {file}: {reason}": "不能写入{file}：{reason:told}",
    "cannot read {file}: {reason}": "不能读取{file}：{reason:told}",
    "cannot make {folder}: {reason}": "不能建立{folder}：{reason:told}",
    "{file} is of an earlier build": "{file}是以前生成的",
    # notebooks
    "no notebook {notebook}": "没有{notebook}这个笔记本",
    "{notebook} cannot be read as a Python notebook: {error}": "{notebook}不是可用的 Python 笔记本：{error}",
    "{notebook} has no parameter {name!r}; {hint}": "{notebook}没有参数“{name}”；{hint:told}",
    "this notebook has no parameter {name!r}; {hint}": "本笔记本没有参数“{name}”；{hint:told}",
    "it has no cell tagged `parameters`": "其中没有标记为 parameters 的单元格",
    "parameter {name}: {value!r} is no value like {default}": "参数{name}：“{value}”的类型应与{default}相同",
    "{name!r} cannot name a file on every system; change the code it comes from":
        "“{name}”不能用作文件名；请改动其所用代码",
    "two reports would both be written to {name!r}": "两份通报同名：“{name}”；请给其中一个笔记本改名",
    "{notebook}: its reports would be taken for the official ones; give it another name":
        "{notebook}：其通报会与正式通报混淆；请改名",
    "{notebook} has no parameter quarter; in the cell tagged `parameters` write: "
    'quarter: str = "2023Q2"  # assessment quarter, YYYYQn':
        "{notebook}没有参数quarter；请在标记为 parameters 的单元格中写："
        'quarter: str = "2023Q2"  # assessment quarter, YYYYQn',
    "{notebook} has no parameter lang: it can be made with --lang zh only": "{notebook}没有参数lang，只能用 --lang zh",
    "{notebook} tells of one district (it has the parameter district); name one":
        "{notebook}是区市通报（有参数district）；请用 --district 写明区市",
    "{notebook} tells of the whole city (no parameter district); leave --district":
        "{notebook}是全市通报（没有参数district）；请去掉 --district",
    "{name!r} cannot name a notebook: letters, digits, 汉字, - and _, at most 60":
        "“{name}”不能用作名称：只用字母、数字、汉字、- 和 _，不超过60个",
    "{name!r} cannot name a scenario: letters, digits, 汉字, - and _, at most 60":
        "“{name}”不能用作名称：只用字母、数字、汉字、- 和 _，不超过60个",
    "{name!r} is a name that Windows keeps for a device; choose another name":
        "“{name}”在 Windows 中是设备的名称；请另取一个",
    "{name!r} names the official briefings; choose another name": "“{name}”是正式通报的名称；请另取一个",
    "{path} is there already and stays as it is; choose another name": "{path}已经存在，未作改动；请另取名称",
    "{file} is there already; choose another name": "{file}已经存在；请另取名称",
    "nothing is changed yet: there is nothing to save": "尚未作任何改动，没有可保存的内容",
    # a report that fails
    "the kernel died (killed, crashed, or out of memory)": "内核中止（被终止、崩溃或内存不足）",
    "no end after {seconds} seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)":
        "{seconds}秒内没有运行完；可用环境变量 BRIEFING_CELL_TIMEOUT 放宽（秒）",
    "the kernel did not answer in {seconds} seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)":
        "内核{seconds}秒内没有应答；可用环境变量 BRIEFING_CELL_TIMEOUT 放宽（秒）",
    "before the first cell: {what}": "第一个单元格之前：{what:told}",
    "html: {error}": "生成html时：{error:told}",
    "pdf: {error}": "生成pdf时：{error:told}",
    "interrupted": "已中断",
    "the process that kernels are forked from has ended (exit code {code})": "派生内核的进程已结束（退出码{code}）",
    "{what}; {notebook} is run again": "{what:told}；重新运行{notebook}",
    "the process that kernels are forked from does not answer: {error}": "派生内核的进程没有应答：{error:told}",
    "it was closed": "已关闭",
    "not made: the cluster that was to make it has gone; start it again, then build again":
        "未生成：承担的集群已断开；请重新启动集群，再次生成",
    "its worker died: {error}": "承担的工作进程中止：{error:told}",
    "the worker on {host} runs another version of this program, of a package or of Python: "
    "install there what is installed here, and start it again":
        "{host}上的工作进程，其程序、软件包或 Python 版本与本机不同：请装成与本机相同，再重新启动",
    "{what}; the other workers make what it refuses": "{what:told}；它未承担的通报由其他工作进程生成",
    "the process that exports has ended (exit code {code})": "导出进程已结束（退出码{code}）；请再次生成",
    "{place}: a picture or formula has no alternative text -> give it one (alt: \"…\")":
        "{place:told}：图或公式没有替代文字；请补上（alt: \"…\"）",
    "{place}: no bundled font has the character {named} -> write it another way or leave it out":
        "{place:told}：字库中没有此字：{named}；请换一种写法，或删去",
    "front matter": "文首",
    "{place}, in a drawing": "{place}的图中",
    "no kernel can be forked: {error}": "不能派生内核（{error}）",
    "the process that kernels are forked from ended during its imports": "派生内核的进程载入时结束",
    "{what}; build again, or choose --engine plain": "{what:told}；请再次生成，或用 --engine plain",
    "{what}: every kernel starts by itself, which takes longer": "{what:told}；改为逐个启动内核，用时较长",
    # after a build
    "{quarter} is stamped 征求意见稿 (draft) until briefing publish {quarter} puts it on record":
        "{quarter}印有“征求意见稿”，用 briefing publish {quarter} 发布后取消",
    "latest is {quarter}; {passed}": "latest 指{quarter}；{passed:told}",
    "{quarter:s} has no tables yet": "{quarter}尚无数据表",
    "{quarter:s} still awaits {figures:d} figures": "{quarter}尚有{figures}个数据待报",
    "{quarter:s} still awaits 1 figure": "{quarter}尚有1个数据待报",
}  # fmt: skip

# why a report is made, or kept (--explain); wide ones, to be tried after all others
REASONS: dict[str, str] = {
    "kept: nothing it reads has changed": "保留：依据的内容没有变化",
    "kept: nothing it reads has changed ({changed})": "保留：显示的内容没有变化（{changed:told}）",
    "asked for by --force": "重做：--force 要求",
    "it failed last time": "重做：上次失败",
    "it failed the last time": "重做：上次失败",
    "nothing has been built here yet": "生成：此处尚未生成过通报",
    "it has not been built here yet": "生成：此处尚未生成过",
    "its record cannot be read": "重做：生成记录读不出",
    "it has not been made yet as {formats}": "生成：尚无{formats:told}",
    "{first:s} and {second:s}": "{first}和{second}",
    "{first}; {second}": "{first:told}；{second:told}",
    "{what} ({file})": "{what:told}（{file}）",
    "{report}: {error}": "{report}：{error:told}",
    "{files} is gone": "{files:told}已不在",
    "{files} are gone": "{files:told}已不在",
    "it was made from other code or versions": "重做：程序或软件包的版本已变",
    "its files are not as they were made: they were edited, or cut off": "重做：文件生成后被改动，或不完整",
    "the data have changed": "数据有变化",
    "what it reads of them is not known": "所用部分不明",
    "{changed}: other figures in {cells}": "重做：{changed:told}，下列单元格的内容有变：{cells:told}",
    "{cells} and {n:d} more": "{cells}，另有{n}处",
    "{n:d} more": "另有{n}项",
    "{what} is new": "{what:told}新增",
    "{what} has changed": "{what:told}有变化",
    "{what}: {old} -> {new}": "{what:told}由{old}变为{new}",
    "package {name}": "软件包{name}",
    "parameter {name}": "参数{name}",
}  # fmt: skip
