"""The rules that workbooks and their mappings break as they are taken in, and what to do, in Chinese (catalogue.py)."""

from __future__ import annotations

RULES: dict[str, str] = {
    "a formula without a stored result": "公式没有计算结果",
    "a date: of 5-6 or 5.6 a spreadsheet may have made one": "是日期，疑为录入5-6或5.6时被表格软件改成",
    "the formula has an error": "公式出错",
    "a number in brackets: below zero, or a remark": "数字写在括号里，是负数还是备注不明",
    "a whole number in brackets stands behind it: a footnote's mark, or a place":
        "数字后面括号里还有一个整数，是脚注号还是位次不明",
    "a second figure in brackets stands behind it: how far it moved, perhaps":
        "数字后面括号里还有一个数，疑为增减或其他指标",
    "an arrow or a triangle stands beside the number": "数字旁有箭头或三角",
    "a small or circled digit (¹, ①) stands beside the number": "数字旁有上标或带圈数字（¹、①）",
    "several numbers, or digits apart": "有几个数，或数字之间有空格、换行",
    "a rough figure, or no more than a limit of it": "是约数或只是界限",
    "words or signs stand beside the number": "数字旁有文字或符号",
    "the words tell by how much it changed, not what it is": "说的是变动了多少，不是数值本身",
    "in percentage points, as differences between rates are; {item} is a rate in %":
        "单位是百分点，表示两个比率之差，{item}是以%计的比率",
    "working days; {item} is in {unit}": "以工作日计，{item}的单位是{unit}",
    "the head says {told}, the mapping {unit}: its figures are taken as {unit}":
        "表头单位为{told}，对应关系为{unit}，按{unit}读入",
    "the title, or the sheet's name, says {word}, and not whether since January":
        "标题或表名只写“{word}”，没有说明是当月数还是1月以来的累计数",
    "the head says {word}, and not whether since January": "表头只写“{word}”，没有说明是当季数还是1月以来的累计数",
    "the footnote {mark} stands beside it: {legend}": "数字旁有脚注号{mark}：{legend}",
    "the footnote {mark} stands beside it, and no remark in the sheet tells what it means":
        "数字旁有脚注号{mark}，表中没有说明",
    "by its footnote it is another figure: {legend}": "按脚注，此数不是所要的数：{legend}",
    "the words say that it fell, and a sign stands before the number": "说法和正负号重复",
    "one merged cell stands beside several districts": "一个合并单元格对着几个区市",
    "its row and its indicator's name tell different units": "单位列与指标名称中的单位不一致",
    "stands in a row that is hidden or filtered away, and is read": "所在行被隐藏或筛选掉，仍予读入",
    "stands in a column that is hidden, and is read": "所在列被隐藏，仍予读入",
    "the whole column is {times} times as large as in the quarter before (in the middle {before}, now {after})":
        "整列约为上一期的{times}倍（中间值由{before}变为{after}）",
    "the whole column is 1/{times} of that of the quarter before (in the middle {before}, now {after})":
        "整列约为上一期的1/{times}（中间值由{before}变为{after}）",
    "all figures lie about 100: indices (the year before is 100), not {item}":
        "各数均在100左右，疑为指数（上年同期=100），不是{item}",
    "{times} times as large as the figures of the quarters before ({beside})":
        "约为以前各季度数（{beside}）的{times}倍",
    "1/{times} of the figures of the quarters before ({beside})": "约为以前各季度数（{beside}）的1/{times}",
    "its figures look like places (1, 2, 3 …), not like {item}": "全列疑为位次（1、2、3……），不是{item}",
    "持平 is no figure": "“持平”不是数值",
    "the district's name says {words}": "区市名注明“{words}”",
    "its figures get a source of {day}, before the quarter ended": "其数据所记来源的日期为{day}，早于季末",
    "no district stands below it: they are below {other} ({other_said}), so heads and figures are apart":
        "其下没有区市名，区市名在{other}（“{other_said}”）之下：表头与数据错列",
    "struck out, or a part of it": "有删除线",
    "its figures get a source that is illustrative in sources.csv: every page will call them made up":
        "其数据所记来源在sources.csv中属演示数据，各页都会注明不是实际数据",
    "a field of a form stands in it, and what was typed there is not in the page":
        "单元格内是表单输入框，填写的内容未存入网页",
    "hidden, and gives way to {text} in {place}: it is not read": "此处被隐藏，以{place}的“{text}”为准，未读入",
    "a part of it is raised or lowered, as a footnote's mark is": "含上标或下标，疑为脚注号",
    "its format shows another number than the cell holds (in "
    "thousands, or in 万)":
        "显示的数与单元格中的数不同（以千或万显示）",
    "a number counted in {unit} is a whole number": "以“{unit}”计数的数据应为整数",
    "a number of answers is a whole number": "人数应为整数",
    "the district is not assessed this quarter": "该区市本季度不参加考核",
    "not a figure that can be taken": "此数不能采用",
    "two columns of figures stand under this one head, from {first} and {other} on: which is {item}?":
        "同一表头下有两列数，分别自{first}、{other}起，不知哪一列是{item}",
    "{item} of this district is claimed twice: {text} in {place}": "该区市{item}报了两个数，{place}为“{text}”",
    "{value} was taken in from {place}: two workbooks claim {item}": "{place}已报{value}：两个工作簿都报了{item}",
    "stands under the head of the figures of {item}, and may change what they say":
        "与{item}的数据同在一个表头之下，可能影响数据的含义",
    "no such district: {name}": "区市名单中没有此区市：{name}",
    "a figure without a district": "此数没有对应的区市名",
    "its cells show percentages such as {share}%: a hundred times too much":
        "单元格以百分比格式显示为{share}%之类，疑大了100倍",
    "more cells than the row of heads": "此行单元格数多于表头",
    "more than {most} digits behind the point, of which not all are shown": "多于{most}位小数，单元格没有全部显示",
    "looks like a part of one beside figures like {usual}": "其他区市在{usual}左右，此数疑为小数形式的百分数",
    "a percentage; {item} is in {unit}": "填的是百分数，{item}的单位是{unit}",
    "its unit is not one of {unit}": "单位与{unit}不是同一类",
    "its unit is {told}; {item} is in {unit}": "单位为{told}，{item}的单位是{unit}",
    "the head now says {told}, the mapping {unit}; the head counts": "表头现为{told}，对应关系中为{unit}，按表头处理",
    "the mapping multiplies by 100, and the figures are percentages already": "对应关系要求乘100，而数据已是百分数",
    "looks like a part of one (0.957), not a percentage": "疑为小数形式（0.957）的百分数",
    "all figures look like parts of one (0.957), not percentages": "全列疑为小数形式（0.957）的百分数",
    "{start} is empty, and {end}, beside no district, holds a figure: those between have moved":
        "{start}为空，而{end}有数却没有对应的区市：疑插入过单元格，其后的数据错了位",
    "{start} is empty, and {end} holds a figure where other lines have none: the cells have moved":
        "{start}为空，而{end}有数，同列（行）其他处没有：疑插入过单元格，其后的数据错了位",
    "{at} beside it says {word}: its sign may stand there": "旁边的{at}写“{word}”，正负号可能只写在那里",
    "{end} holds a figure under no head, and a head near it stands over none of its own":
        "{end}有数而没有表头，旁边有表头而其下没有所属的数：表头与数据错列",
    "figures under no head: they are not read": "此列有数而没有表头，未读入",
    "{start} has no name, and {end} names a district: the cells have moved":
        "{start}没有区市名，区市名在{end}：疑插入过单元格，数据错了列",
    "no column is headed {head!r}": "没有表头为“{head}”的列",
    'no table in a sheet {sheet!r}, which {file} reads for workbook = "{workbook}"':
        "没有“{sheet}”工作表的数据；按{file}（workbook = “{workbook}”）应读此表",
    "no table of districts is in it": "其中没有分区市的表",
    "{first} says {said}, and {other} {other_said}: of which district is the table?":
        "{first:told}写“{said}”，{other:told}写“{other_said}”，不知是哪个区市的表",
    "a table with figures of which nothing tells the district: it is not read":
        "表中有数，但没有写明是哪个区市的，未读入",
    "the title is of {other}, not of {quarter}": "标题所指为{other}，不是{quarter}",
    "the sheet's name is of {other}, not of {quarter}": "工作表名所指为{other}，不是{quarter}",
    "the file's name is of {other}, not of {quarter}": "文件名所指为{other}，不是{quarter}",
    "two files of this name were given": "给了两个同名文件",
    "the table is kept as a workbook, and would be overwritten": "此表存为工作簿，会被覆盖",
    "the quarter was published on {day}: {changes} figures would change":
        "本季度已于{day}公布，将变动{changes}个数据",
    "{district} {item} stands as {old}, and would become {new}": "{district}{item}现为{old}，将变为{new}",
    "{district} {item} stands as {old}, and is not sent any more": "{district}{item}现为{old}，新件中已无此数",
    "not a workbook or CSV by its name": "按文件名不是工作簿或CSV文件",
    "the file is empty": "文件为空",
    "an XML spreadsheet with a document type of its own: it is not opened": "XML电子表格中含有自定义文档类型，不打开",
    "a web page that cannot be read to its end": "网页结构过深或文本过长，无法读完",
    "more than {most} characters of style sheets": "网页样式表超过{most}个字符",
    "nothing in it parts one cell from the next": "其中没有分隔单元格的符号",
    "a web page without a table, saved under a workbook's name": "实为网页，其中没有表格",
    "protected by a password": "有密码保护",
    "holds macros, though its name says it cannot": "含有宏，与文件名不符",
    "holds a macro sheet (Excel 4)": "含有宏表（Excel 4）",
    "an archive, but no workbook": "是压缩包，不是工作簿",
    "neither UTF-8 nor GBK": "编码既不是UTF-8也不是GBK",
    "written as a [{key}] table": "应写作[{key}]表",
    "a text in quotes": "应为加引号的文本",
    "this program reads format {format}": "本程序只读第{format}版格式",
    "true or false": "应为true或false",
    "true or false, or one quarter": "应为true、false，或一个季度",
    "a number other than 0": "应为不等于0的数",
    "no sheet is mapped": "没有对应任何工作表",
    "the source of the figures is missing": "缺数据来源",
    "{first} names {said}, and {other} in the same row {other_said}":
        "{first}为{said}，同一行的{other}为{other_said}，不知以哪个为准",
    "{table} has no such item this quarter": "本季度{table}表没有此项",
    "no such item this quarter": "本季度没有此项",
    "its cell shows nothing, and holds this": "单元格显示为空，实有此数",
    "a comment stands on it: {comment}": "有批注：{comment}",
    "a comment stands on the district's name: {comment}": "区市名称有批注：{comment}",
    "a comment stands on the head: {comment}": "表头有批注：{comment}",
    "its format writes a minus sign, or that it fell, before whatever number the cell holds":
        "数字格式在任何数前都加负号或“下降”",
    "the address of the database": "应为数据库地址",
    "seconds, from 1 to 600": "应为1至600秒",
    "a query for one table at least": "至少应有一个表的查询",
    "the answer for {table} has no column {column}": "{table}的查询结果缺{column}列",
    "the query gave no rows for {quarter}": "查询没有返回{quarter}的任何一行",
    "a row without a district (NULL)": "此行没有区市（NULL）",
    "two rows of the answer give this figure: {first} and {second}": "查询结果中有两行报此数：{first}和{second}",
    "the row tells no unit; {item} is in {unit}": "此行没有单位，{item}的单位是{unit}",
    "the row is of {its}, not of {wanted}": "此行属于{its}，不是{wanted}",
    "the row is of {its}; {item} is of {wanted}": "此行时期为{its}，{item}的时期应为{wanted}",
    "the row's scope is {its}; that of {item} is {wanted}": "此行口径为{its}，{item}的口径应为{wanted}",
    "no quarter that can be read": "认不出是哪个季度",
    "a list of items": "应为项目编号的列表",
    "{file}: {rows} rows read, sha256 {digest}…": "{file}：读入{rows}行，SHA-256 {digest}…",
    "no column is headed {head!r}; there is one of {time}": "没有表头为“{head}”的列，另有{time}的一列",
    "the sheet's name": "工作表名",
    "the file's name": "文件名",
    "none of its columns is like an item of this quarter": "各列均与本季度指标对应不上",
    "none of its columns can be taken for an item of this quarter": "各列均与本季度指标对应不上",
    "the districts' {item} sum to {summed}, {gap} {unit} more than the city's figure":
        "{item}各区市合计{summed}{unit}，比全市数多{gap}{unit}",
    "the districts' {item} sum to {summed}, {gap} {unit} less than the city's figure":
        "{item}各区市合计{summed}{unit}，比全市数少{gap}{unit}",
    "{rule} ({count} figures in all)": "{rule:told}（共{count}个数）",
    "{book}: {notice}": "{book}：{notice:told}",
    "an XML spreadsheet of 2003: its tables are read": "系XML电子表格2003格式，按表格读入",
    "its hidden rows, struck figures and number formats cannot be told: look at it in Excel":
        "无法识别其中的隐藏行、删除线和数字格式，请用Excel打开核对",
    "a web page in one file (MHTML): its tables are read": "单个文件网页（MHTML），按其中的表格读入",
    "a web page under a workbook's name: its tables are read": "实为网页，按其中的表格读入",
    "a text under a workbook's name: read as a text": "实为文本，只是用了工作簿的文件名，按文本读入",
    "holds macros; they are not run": "含有宏，未运行",
    "read as UTF-16": "按UTF-16编码读入",
    "it has no row for {names}": "没有下列区市的行：{names}",
    "the table is of {other} by its title, {text}, and is read as {item}":
        "标题“{text}”表明是{other}，对应关系却读作{item}",
    "left out, being no district of districts.csv: {names}": "不在区市名单（districts.csv）之中，未读入：{names}",
    "not UTF-8: read as GBK (GB18030)": "不是UTF-8编码，按GBK（GB18030）读入",
}  # fmt: skip

HINTS: dict[str, str] = {
    "check the figure, and its unit": "核实数据及单位",
    "check the cell": "核实该单元格",
    "ask for the exact figure": "请报送单位提供确切数值",
    "only one of them can be right: leave the other workbook or column out":
        "只能有一个正确，另一工作簿或另一列不要报入",
    "only one of them can be right: "
    "write beside the district what each of its lines is (this year, last year), or delete the other":
        "只能有一个正确：在区市名旁注明各行（列）是什么（本期、上年同期，目标值、完成值），或删去不用的",
    "show it and look: if the figure does not count, delete it, run again":
        "取消隐藏或筛选后核实；此数不用的，删去后再运行",
    "ask for their unit; if it is {unit}, scale = {told} in {place}; if all is right, any_size = true there":
        "请报送单位核实单位：如为{unit}，在{place}的此列中写 scale = {told}；"
        "数据无误的，写 any_size = true",
    "ask for their unit; write it as scale in {place}; if all is right, any_size = true there":
        "请报送单位核实单位，并在{place}的此列中写明scale；数据无误的，写 any_size = true",
    "ask for the growth, which is 100 less; if all is right, any_size = true for this column in {place}":
        "请报送单位改报增速（指数减100）；数据无误的，在{place}的此列中写 any_size = true",
    "give the growth, which is 100 less; if all is right, {sized} in [source] of source.toml":
        "改为增速（指数减100）；数据无误的，在source.toml的[source]中写 {sized}",
    "write {meant} if it is; scale = 100 in {place} if all districts write so":
        "确系小数的，改为{meant}；各区市都这样填报的，在{place}的此列中写 scale = 100",
    "take the percent format off the column, or any_size = true in {place} if all is right":
        "去掉此列的百分比格式；数据无误的，在{place}中写 any_size = true",
    "write it in {unit}, or its unit behind it; if it is right, any_size = true for this column in {place}":
        "以{unit}为单位填报，或在数后注明单位；无误的，在{place}的此列中写 any_size = true",
    "give the figures in {unit}; if all is right, {sized} in [source] of source.toml":
        "以{unit}为单位提供；数据无误的，在source.toml的[source]中写 {sized}",
    'give the figure in {unit}; if it is right, any_size = ["{id}"] in [source] of source.toml':
        '以{unit}为单位提供；数据无误的，在source.toml的[source]中写 any_size = '
        '["{id}"]',
    "take the column out of {place}, or write any_size = true there if all is right":
        "从{place}中删去此列；数据无误的，在其中写 any_size = true",
    'ask for the figure itself; if all is right, any_size = ["{id}"] in [source] of source.toml':
        '修改查询，取数据本身；数据无误的，在source.toml的[source]中写 any_size = ["{id}"]',
    "give it a head of its own (备注, 位次, 单位); write a minus sign, or a unit, where the figures are":
        "请为此列单设表头（备注、位次、单位等）；下降的写成负数，单位写在表头或数据中",
    "part the merged cell, and write each district's own figure; or leave the cells empty":
        "取消合并，分别填各区市的数；没有的留空",
    "leave one unit: in the column of units, or behind the indicator's name":
        "只保留一个单位：写在单位列，或写在指标名称后",
    "if this one corrects it, run again with --replaces {mapping}; "
    "if the earlier one stands, take the column out of this one":
        "本件系更正的，加 --replaces {mapping} 再运行；以原报为准的，从本件中删去此列",
    "give the column a format of numbers, type the figure again; leave the cell empty if it is not available":
        "请将此列设为数字格式后重新录入；缺报的留空",
    "mend the formula, or ask for the figure; leave the cell empty if it is not available":
        "改正公式，或请报送单位提供数值；缺报的留空",
    "write it with a minus sign if it is below zero, else without brackets": "是负数的写负号，不是的去掉括号",
    "write digits, or leave the cell empty if the figure is not available": "填阿拉伯数字；缺报的留空",
    "take the mark out if it is a footnote's; write the digit in full size if it belongs to the number":
        "是脚注号的删去，是数字的改为普通数字",
    "if they are real: a row for their sender there (kind: published), and its id as source in the mapping":
        "确系实际数据的，在sources.csv为报送单位加一行（kind写published），"
        "并把其编号写入对应关系的source",
    "if they are real: a row for their sender there (kind: published), and its id as source in this file":
        "确系实际数据的，在sources.csv为报送单位加一行（kind写published），并把其编号写入本文件的source",
    "ask for the table without fields to fill in, or as .xlsx": "请对方改报不含输入框的表，或.xlsx格式",
    "look at it in a browser: the log-in page of a system, perhaps; ask again":
        "用浏览器打开看看，可能是系统的登录页；请对方重报",
    "delete what is struck out, and leave the figure that counts": "删去带删除线的内容，保留有效的数",
    "take that number format off the column, and write a minus sign before what is below zero":
        "去掉此列的数字格式，是负数的写负号",
    "the figure is read; see that it is one": "此数已读入；请核实是否确有此数",
    "what it stands on is read as it is; see whether the comment says something else":
        "照原样读入；请看批注是否另有说明",
    "take that number format off the column, and see which unit the figures are in":
        "去掉此列的数字格式，核实数据单位",
    "write the number alone; what the footnote says into a column 备注, a place into a column of its own":
        "请报送单位单元格内只填数字；脚注内容写入“备注”列，位次另列一列",
    "write the number alone, the second figure into a column of its own":
        "请报送单位单元格内只填数字，括号里的数另列一列",
    "write one number, with a point, no spaces or new lines in it; a second one into a column of its own":
        "只写一个数，小数点用“.”，中间不空格、不换行；另一个数另列填写",
    "ask for the exact figure, and write it in digits; leave the cell empty if it is not available":
        "请报送单位提供确切数值，用阿拉伯数字填写；缺报的留空",
    "write the number alone, its unit into the head, a remark into a column 备注":
        "只写数字，单位写入表头，说明写入备注列",
    "ask for the figure itself": "请报送单位提供数值本身",
    "write {value}% if the rate is meant; if it moved by that much, ask for the rate itself":
        "确系比率的，改为{value}%；系变动幅度的，请报送单位提供比率本身",
    "ask for the rate itself, not for how far it moved": "请报送单位提供比率本身，不是变动幅度",
    "if they are rates, write % into the head; if they tell how far rates moved, ask for the rates":
        "确系比率的，表头单位改为%；系变动幅度的，请报送单位提供比率",
    'if working days are what counts, write unit = "{unit}" for this column in {place}; else ask for the figures in '
    "{unit}":
        "考核即以工作日计的，在{place:told}中将此列改为 unit = \"{unit}\"；否则请报送单位按{unit}重报",
    "if working days are what counts, write the number alone; else ask for the figure in {unit}":
        "考核即以工作日计的，单元格内只填数字；否则请报送单位按{unit}重报",
    "it is hidden, and not read; delete what is hidden if it should not be sent":
        "此处被隐藏，未读入；隐藏内容不应报送的，请删除",
    "see that the figures are not those of that month alone: {item} is of {period}":
        "请确认不是当月数：{item}的时期是{period}",
    "see that the figures are not those of that quarter alone: {item} is of {period}":
        "请确认不是当季数：{item}的时期是{period}",
    "see that working days are what counts for {item}": "请确认{item}即以工作日计",
    "write {unit} behind the figure, or without %, if that is meant": "确系{unit}的，去掉%或改写{unit}",
    "the figure is read, and the footnote kept as its note; look whether it is the figure asked for":
        "此数已读入，脚注记入备注；请核实是否为所要的数",
    "the figure is read; ask what the mark means": "此数已读入；请报送单位说明脚注含义",
    "ask for the figures in {unit}; or mend the head {title!r}: its unit counts, whatever {place} says":
        "请报送单位按{unit}重报；表头“{title}”写错的，改正表头（单位以表头为准，不看{place}）",
    "write the number alone, with a minus sign if it fell": "只写数字，下降的加负号",
    "the figure is read; see that it is that of the whole district": "已读入；请核实是否为该区市全域数",
    "if it is another: a row for their sender in sources.csv, and its id as source in the mapping":
        "来源有误的，在sources.csv为报送单位加一行，并把其编号写入对应关系的source",
    "write a minus sign before what fell; if all is right, any_size = true for this column in {place}":
        "下降的在数前加负号；确属无误的，在{place}的该列写any_size = true",
    "see that each head stands over its own figures, and that none is missing":
        "请核实各表头都在所属数据之上，没有缺漏",
    "take out the cell put in at {start}; if {end} is a total, write 合计 beside it":
        "删去{start}插入的单元格；{end}是合计的，在其旁写“合计”",
    "take out the cells put in, so that every figure stands under its own head":
        "删去插入的单元格，使各数回到所属表头之下",
    "take out the cells put in, in {lines} lines, so that every figure stands under its own head":
        "删去插入的单元格（共{lines}行），使各数回到所属表头之下",
    "give each column a head that says what it is (1-9月, 1-12月; 本期, 上年同期), or delete the one not meant":
        "分别写明表头（1-9月、1-12月；本期、上年同期），或删去不用的一列",
    "move the heads so that each stands over its own figures": "移动表头，使其与所属数据对齐",
    "write 0 if nothing changed; otherwise ask for the figure": "确无变化的写0，否则请报送单位提供数值",
    "open it in Excel or WPS, let it calculate, save it; or send values": "用Excel或WPS打开，计算后保存；或只报数值",
    "write the name as in districts.csv, or add an alias there; if it is no district, take the row out, or "
    "list it there under areas: it is left out and told then":
        "按区市名单写区市名，或在名单中加别名；不是区市的，删去该行，或列入名单的areas列（读入时略过并提示）",
    "{near} write it as in districts.csv, or as an alias there; if it is no district, take the row "
    "out, or list it there under areas: it is left out and told then":
        "{near:told}；按区市名单写区市名，或在名单中加别名；不是区市的，删去该行，或列入名单的areas列（读入时略过并提示）",
    "if the hidden figure is the right one, show it and delete the other, run again":
        "隐藏的数才是正确的，取消隐藏，删去另一处，再运行",
    "its columns are {columns}; ask the sender for this quarter's figures": "各列为{columns}；请报送单位重报本季度数据",
    "write the district's name into {at}": "在{at}填写区市名",
    "put a cell with a comma in it in quotes, or send it as .xlsx": "含逗号的单元格加引号，或改报.xlsx",
    "write {right}, or put it in quotes: a comma parts cells": "写{right}，或加引号：逗号用于分隔单元格",
    "{value} {unit} is what is stored; if the rounded figure counts, type that":
        "写入的是{value} {unit}；以四舍五入后的数为准的，请改填该数",
    "write {value} if that is meant; else any_size = true in {place}":
        "如确为百分数，改为{value}；否则在{place}中写 any_size = true",
    "write it in that unit": "改为该单位",
    "check the head {title!r}, or its unit in {place}": "核实表头“{title}”，或{place}中的单位",
    'write unit = "{told}" in {place} if that is right': "如属实，在{place}中写 unit = “{told}”",
    "write scale = {factor} for this column in {place}, or any_size = true if all is right":
        "在{place}中将此列改为 scale = {factor}；数据无误的写 any_size = true",
    "write it in {unit}": "以{unit}为单位填报",
    "check that this workbook is of the right quarter": "核实工作簿是否为本季度的",
    "check that it is the right workbook; if it is, mend these words in it, or give the right --quarter":
        "核实工作簿是否报错；无误的，改正其中文字，或以--quarter指明季度",
    "two districts stand in one column or row; whose a table of one is, its title, sheet's or file's name tells":
        "同一列或同一行至少应有两个区市名；一个区市一张表的，在表的上方、工作表名或文件名中写明区市名",
    "one of them is wrong: mend it, or rename the file": "其中一个有误：改正，或将文件改名",
    "if it is a district's, write the name above the table, or as the sheet's name":
        "是某个区市的表的，在表的上方写明区市名，或用作工作表名",
    "run without --accept-mappings: it writes {file}; choose there, and write confirmed = true":
        "不加--accept-mappings再运行，即写出{file}，在其中选定并将confirmed改为true",
    "choose in {file}, where they are written as comments, and write confirmed = true there":
        "已作为注释写入{file}，在其中选定并将confirmed改为true",
    "take the “# ” away before the columns to be read, "
    "and say what they are":
        "去掉需要读入的列前的“# ”，并写明对应的指标",
    "set tables beside each other apart by an empty column, "
    "or head each column of districts 区市":
        "并排的表之间空一列，或各区市列的表头均写“区市”",
    "no column has figures": "没有含数据的列",
    "rename one of them": "将其中一个改名",
    "ask which of them is right; the total itself is not taken in": "核实哪个为准；全市数不写入",
    "read it against the revised result, and change what no longer holds": "对照修订后的结果通读，改正不再成立的话",
    "save it as {name}.csv, remove the .xlsx": "另存为{name}.csv，删去.xlsx",
    "run again with --withdrawn keep, if it is to stay as it is": "保留原值的，加 --withdrawn keep 再运行",
    "write the new figures into the tables by hand, "
    "and into revisions.csv (and fill in <…>):\n{pasted}":
        "已公布的数据由您手工更正：在数据表中填新值，"
        "并在revisions.csv中加入以下各行（补填<…>）：\n{pasted}",
    "open it in Excel or WPS, choose Save As, Excel workbook (.xlsx), and take that":
        "用Excel或WPS打开，另存为“Excel工作簿（.xlsx）”，再用新文件",
    "open it in Excel and save it as .xlsx; cells of a text are parted by commas, tabs or semicolons":
        "用Excel打开，另存为.xlsx；文本的单元格以逗号、制表符或分号分隔",
    "open it, save it again as .xlsx, and take that": "打开后另存为.xlsx，再用新文件",
    "take out pictures and sheets that are not needed, or split it": "删去不用的图片和工作表，或拆成几个文件",
    "ask for it again": "请报送单位重报",
    "copy or download it again, or ask for it again": "重新复制或下载，或请报送单位重报",
    "ask who sent it; copy the figures into a new workbook": "向报送单位核实，将数据复制到新工作簿",
    "delete what is not part of the table": "删去表外的内容",
    "delete the cells far outside the table": "删去远离表的单元格",
    "check the quotes in it, or send it as .xlsx": "核实引号，或改报.xlsx",
    "write scale = 1, 100 or 0.0001": "写 scale = 1、100或0.0001",
    "write [[sheet]] with its [[sheet.column]] blocks": "写[[sheet]]段及其[[sheet.column]]段",
    "check its table, and which quarter it asks for": "核实查询的表，以及所取的季度",
    "name the district in the query, or leave such rows out: `where district is not null`":
        "在查询中给出区市，或用 where district is not null 排除此类行",
    "only one of them can be right: let the query give one row a district and item":
        "只能有一个正确：修改查询，使每个区市每项只返回一行",
    "add a column unit to the query; if all are in {unit} already: '{unit}' as unit":
        "查询中加unit列；确已全部以{unit}为单位的，写 '{unit}' as unit",
    'multiply by 100 in the query; if all is right, any_size = ["{id}"] in [source] of source.toml':
        '在查询中乘100；数据无误的，在source.toml的[source]中写 any_size = ["{id}"]',
    "give it as {quarter}, or leave this column out of the query": "写作{quarter}，或从查询中去掉此列",
    "ask for this quarter alone in the query: where quarter = :quarter": "查询中只取本季度：where quarter = :quarter",
    "ask for that in the query; if the row is right, mend it in values.csv; or leave this column out of the query":
        "修改查询，取相应的数；此行无误的，在values.csv中改正；或从查询中去掉此列",
    "a number, or NULL where the figure is not available": "应为数字，缺报的为NULL",
    "give the figure in {unit}": "以{unit}为单位提供",
    "save it as UTF-8 (in an editor: save as, encoding UTF-8)": "另存为UTF-8编码",
    "texts and Chinese keys stand in quotes, signs are half-width, a key stands once; # starts a remark":
        "文本和中文键名加引号，符号用半角，同一键只写一次；#后为注释",
    "{near} if it is no district, take it out of the query, or list it under areas in districts.csv: it is "
    "left out and told then":
        "{near:told}；不是区市的，从查询中删去，或列入districts.csv的areas，即不读入而只作提示",
    "another kind of workbook: narrow workbook in {place}, or rename the file, and run again; if all is right, "
    "any_size = true for this column there":
        "如系另一种工作簿，请在{place}中收窄workbook，或将文件改名，再运行；确属无误的，在该列写 any_size = true",
    "{near} mend the head or {place}": "{near:told}；改正表头或{place}",
    "another kind of workbook: narrow workbook in {file}, or rename the file, and run again: "
    "a mapping of its own is proposed; the same kind: mend the sheet's name there ({near})":
        "如系另一种工作簿，将{file}中的workbook改窄，或将此文件改名，再运行即另拟对应关系；"
        "如系同一种，在其中改正工作表名（{near:told}）",
    "another kind of workbook: narrow workbook in {file}, such as \"{narrow}\", or rename the file, and run again: "
    "a mapping of its own is proposed; the same kind: mend the sheet's name there ({near})":
        "如系另一种工作簿，将{file}中的workbook改窄（如“{narrow}”），或将此文件改名，"
        "再运行即另拟对应关系；如系同一种，在其中改正工作表名（{near:told}）",
    "its columns are {columns}; {hint}": "各列为{columns}；{hint:told}",
    "{near}, or take the column out": "{near:told}；或删去此列",
    "take the password off (File, Info), or ask for it without one": "去掉密码，或请报送单位重报无密码的",
    "take the password off, or ask for it without one": "去掉密码，或请报送单位重报无密码的",
    "name it in the query: select … as {column}": "在查询中命名：select … as {column}",
    "write confirmed = true once every line is right": "逐行核对无误后写 confirmed = true",
    'write {key} = "…"': '写 {key} = "…"',
    "if this one corrects it, run again with --replaces {mapping}; "
    "if the earlier one stands, take the item out of the query":
        "本次更正原数的，加 --replaces {mapping} 再运行；以原报为准的，从查询中去掉此项",
}  # fmt: skip
