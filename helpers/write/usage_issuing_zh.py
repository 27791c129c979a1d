"""What is wrong with publishing, proving and delivering briefings, in Chinese; written as usage_zh.py says."""

from __future__ import annotations

_UNSENT = r"nothing was (?:written or )?sent"

ISSUING: tuple[tuple[str, str], ...] = (
    # publish
    (
        r"another quarter is being published from this data folder; .+",
        "同一数据文件夹正在发布另一季度；请等它结束后再发布",
    ),
    (
        r"(\S+): edition (\d+) has (.+) too, which would stay in (.+) with the figures of (\S+) -> .+",
        r"\1第\2版还有<3>，留在\4中，仍是\5的数字；请一并发布（--lang、--format、--district），或移走",
    ),
    (
        r"(\S+) is not published, because not every report could be made: (.+)",
        r"\1未发布，有通报未能生成：<2>",
    ),
    (
        r"(\S+) is not published: the data changed while (.+) was made; publish it again",
        r"\1未发布：生成\2期间数据有变化；请再次发布",
    ),
    (
        r"(\S+) is published, but its reports are not in place: (.+); briefing build (\S+) makes the same files again",
        r"\1已发布，但通报未能放入通报文件夹：<2>；用 briefing build \3 重新生成相同的文件",
    ),
    (r"(\S+) is not published: (?!run |briefing )(.+)", r"\1未发布：<2>"),
    (
        r"edition (\d+) is of (\S+): the next one is published after that, not on (\S+)",
        r"第\1版于\2发布，下一版的日期应在其后，不能是\3",
    ),
    (
        r"revisions\.csv has a revision of (\S+): on (\S+) the data were others; name a later day",
        r"revisions.csv 有\1的修订，\2的数据与现在不同；请写\1或以后的日期",
    ),
    (
        r"an earlier quarter was published on (\S+): (\S+) cannot have been on (\S+)",
        r"前面的季度于\1发布，\2不能在\3发布",
    ),
    (
        r"a later quarter was published on (\S+): (\S+) cannot have been published on (\S+)",
        r"后面的季度于\1发布，\2不能在\3发布",
    ),
    # correction
    (
        r"(\S+) is not published, so there is nothing to correct: briefing publish (\S+)",
        r"\1尚未发布，没有可更正的；先运行 briefing publish \2",
    ),
    (
        r"(\S+), published on (\S+), has no revision( made by \S+)?: .+",
        r"\1于\2发布，<3>没有修订；请改数据，并在 revisions.csv 中登记（该行由 briefing check 给出）",
    ),
    (r" made by (\S+)", r"至\1"),
    # verify
    (r"(\S+) was published without reports", r"\1发布时没有通报"),
    (r"the numbers of a PDF are read with pypdf: (.+)", r"读取 PDF 中的数字要用 pypdf：\1"),
    (r"a district that was not published", "发布时没有这个区市"),
    (r"no such report", "没有这份通报"),
    (
        r"published with version (\S+) \(code (\S+)\), made now with (\S+) \(code (\S+)\)",
        r"发布时的程序版本为\1（代码\2），现为\3（代码\4）",
    ),
    (r"changed since: (.+)", r"此后有变化：\1"),
    # verify-methods
    (r"there is no folder ([^;]+)", r"没有\1这个文件夹"),
    (
        r"nothing to verify in (.+): no verify\.toml, nor scheme\.toml with expected\.csv(; .+)?",
        r"\1中没有可核对的：既无 verify.toml，也无 scheme.toml 和 expected.csv<2>",
    ),
    (r"; recipes are known for folders named (.+)", r"；以下名称的文件夹有现成配方：\1"),
    # demo
    (r"(\d+) districts: there has to be one at least", "至少要有一个区市（--districts）"),
    (r"no quarter is named; write for example (.+)", r"未写季度；例如 --quarters \1"),
    (
        r"(.+) is not empty; a demonstration never overwrites data: name a new folder",
        r"\1不是空文件夹；演示数据不覆盖已有数据，请另写一个新文件夹",
    ),
    (r"no scheme of the demonstration covers (\S+); begin with (\S+)", r"演示数据没有适用\1的考核办法；请从\2开始"),
    (r"seed (\S+) leads to no city that keeps every published fact; .+",
     r"种子\1不能满足全部已公布的事实；请换一个（--seed）"),
    # schedule
    (r"name one scheduler: (.+)", r"请写明一种定时方式：\1"),
    # deliver
    (r"--again is for --send: .+", "--again 只与 --send 合用：草稿每次都重新生成"),
    (
        r"--again sends also what has arrived: .+",
        "--again 会重发已送达的：请用 --to 名称 写明发给谁，或写 --to all；未发送任何邮件",
    ),
    (
        r"(\S+) is not published: run briefing publish \S+ first; nothing was sent",
        r"\1尚未发布，不能发送：先运行 briefing publish \1；未发送任何邮件",
    ),
    (
        r"(\S+) was revised since it was published: run briefing publish .+; nothing was sent",
        r"\1发布之后有修订，不能发送：先运行 briefing publish \1 记下新的一版；未发送任何邮件",
    ),
    (r"recipients\.csv has nobody called '(.+)'; (.+)", r"recipients.csv 中没有“\1”；<2>"),
    (
        rf"not every briefing that recipients\.csv names is made; {_UNSENT}: (.+)",
        r"recipients.csv 所列的通报尚未全部生成，未生成草稿、未发送任何邮件；先运行：<1>",
    ),
    (r"(briefing build .+?) makes (.+)", r"\1（生成\2）"),
    (
        rf"(.+) is not as it was made: build it again \((.+?)\) before it is delivered; {_UNSENT}",
        r"\1生成后被改动：分发前请重新生成（\2）；未生成草稿、未发送任何邮件",
    ),
    (
        rf"(.+) is of an earlier build than (\S+): build it again \((.+?)\) before it is delivered; {_UNSENT}",
        r"\1与\2不是同一次生成的：分发前请重新生成（\3）；未生成草稿、未发送任何邮件",
    ),
    (
        rf"(.+) were made from different states of the data: build them again \((.+?)\) before .+; {_UNSENT}",
        r"以下通报所依据的数据不同：\1；分发前请重新生成（\2）；未生成草稿、未发送任何邮件",
    ),
    (
        rf"(.+) bear no stamp 征求意见稿 \(draft\), and (\S+) is not published as it is now: build again "
        rf"\((.+?)\) .+; {_UNSENT}",
        r"\1没有“征求意见稿”标记，而\2现有的数据尚未发布：分发前请重新生成（\3）；未生成草稿、未发送任何邮件",
    ),
    (
        rf"(.+) are stamped 征求意见稿 \(draft\), but (\S+) is published as it is now: build again "
        rf"\((.+?)\) .+; {_UNSENT}",
        r"\1仍印有“征求意见稿”，而\2已发布：分发前请重新生成（\3）；未生成草稿、未发送任何邮件",
    ),
    (
        rf"(.+) (?:do not|does not) tell the embargo that (\S+) has \((.+?)\): build again \((.+?)\) .+; {_UNSENT}",
        r"\1未注明\2中不得公开的期限（\3）：分发前请重新生成（\4）；未生成草稿、未发送任何邮件",
    ),
    (
        r"(.+) is for nobody on the list now and cannot be removed: (.+); the new drafts are written: .+",
        r"\1的收件人已不在名单上，但文件删不掉：<2>；新草稿已写好，请关闭该文件后再运行一次 deliver",
    ),
    (r"another delivery is under way; wait for it", "另一次分发正在进行；请等它结束"),
    (
        r"an earlier letter was cut off and may have arrived: ask, then send with --again --to",
        "上一封发送中断，可能已送达：先询问对方，再用 --again --to 名称",
    ),
    (r"the connection was lost before the server answered: (.+)", r"服务器应答之前连接中断：<1>"),
    (
        r"the server had the whole letter and did not answer within (\S+) s",
        r"邮件已全部交给服务器，服务器\1秒内没有应答",
    ),
    (r"the server had the whole letter and answered what is no answer: (.*)",
     r"邮件已全部交给服务器，服务器的应答无法理解：\1"),
    (
        r"(\S+) has the whole letter and has not answered for (\S+) s: waiting, (\S+) s at most, .+",
        r"邮件已全部交给\1，\2秒未见应答，继续等待（共不超过\3秒）：此时放弃，邮件仍可能送达",
    ),
    (r"not tried: the last two letters got no answer; .+", "未尝试：前两封邮件都没有得到应答；请再次运行"),
    # the mail server
    (
        r"--send needs (\S+) in the environment; without --send drafts are written",
        r"--send 需要环境变量 \1；不加 --send 则生成草稿",
    ),
    (r"BRIEFING_SMTP_HOST='(.+)' names a port too: .+",
     r"BRIEFING_SMTP_HOST为“\1”，含端口：端口请写在 BRIEFING_SMTP_PORT"),
    (r"(BRIEFING_SMTP_\w+)='(.*)' is not a number from (\S+) to (\S+)", r"\1为“\2”，应为\3至\4的数字"),
    (r"(BRIEFING_SMTP_\w+)='(.*)' is not a number of (\S+) or more", r"\1为“\2”，应为不小于\3的数字"),
    (r"BRIEFING_SMTP_SECURITY='(.*)': write .+", r"BRIEFING_SMTP_SECURITY为“\1”，应为 starttls、tls 或 none"),
    (
        r"BRIEFING_SMTP_SECURITY=none would send the password in the clear; .+",
        "BRIEFING_SMTP_SECURITY=none 会以明文发送密码；请写 starttls 或 tls",
    ),
    (
        r"BRIEFING_SMTP_CA='(.*)' holds no certificate in PEM form .+",
        r"BRIEFING_SMTP_CA（\1）中没有PEM格式的证书（-----BEGIN CERTIFICATE-----）；请写受信任证书的文件",
    ),
    (
        r"BRIEFING_SMTP_CA='(.*)' cannot be read: (.+); name a file .+",
        r"BRIEFING_SMTP_CA（\1）不能读取：<2>；请写受信任证书的文件",
    ),
    (r"BRIEFING_MAIL_FROM='(.*)': (.+)", r"BRIEFING_MAIL_FROM为“\1”：<2>"),
    (r"no mail can be sent through (\S+): (.+)", r"不能通过\1发送邮件：<2>"),
    (
        r"its certificate cannot be trusted: (.+); BRIEFING_SMTP_CA takes further ones",
        r"服务器的证书不受信任（\1）；其他证书可写在 BRIEFING_SMTP_CA",
    ),
    (
        r"it refuses user and password \((.+?)\): (.+)",
        r"服务器不接受用户名和密码（\1）；服务器答复：\2",
    ),
    (
        r"it does not encrypt as BRIEFING_SMTP_SECURITY=(\w+) says: (.+)",
        r"服务器不按 BRIEFING_SMTP_SECURITY=\1 加密：\2",
    ),
    (r"it wants a login, which BRIEFING_SMTP_USER names: (.+)",
     r"服务器要求登录，用户名写在 BRIEFING_SMTP_USER；服务器答复：\1"),
    (r"it refuses the sender, whom BRIEFING_MAIL_FROM names: (.+)",
     r"服务器不接受发件人 BRIEFING_MAIL_FROM；服务器答复：\1"),
    (r"it offers no STARTTLS; .+", "服务器不支持STARTTLS；加密方式写在 BRIEFING_SMTP_SECURITY"),
    (
        r"it offers no login to (.+): leave .+",
        r"服务器不提供登录，无从登录\1：BRIEFING_SMTP_USER 留空，或核对 BRIEFING_SMTP_PORT 和 BRIEFING_SMTP_SECURITY",
    ),
    (
        r"it takes ASCII alone in a login: .+",
        "服务器的登录只接受ASCII：BRIEFING_SMTP_USER 和 BRIEFING_SMTP_PASSWORD 只用字母、数字和符号",
    ),
    (r"((?:\[Errno -?\d+\] )?Connection refused)", r"连接被拒绝，请核对地址和端口（\1）"),
    (
        r"((?:\[Errno -?\d+\] )?(?:Name or service not known|getaddrinfo failed|nodename nor servname.*|"
        r"Temporary failure in name resolution|No address associated with hostname))",
        r"找不到这台服务器，请核对地址（\1）",
    ),
    (r"((?:\[Errno -?\d+\] )?(?:timed out|Connection timed out|The read operation timed out))", r"等待超时（\1）"),
    (r"((?:\[Errno -?\d+\] )?(?:Network is unreachable|No route to host))", r"网络不通（\1）"),
    (r"((?:\[Errno -?\d+\] )?(?:Connection reset by peer|Broken pipe)|Connection unexpectedly closed.*)",
     r"连接中断（\1）"),
    # an address of mail
    (r"the address is missing", "缺邮件地址"),
    (r"one plain address, without a name, spaces, commas or brackets", "应只写一个地址，不含姓名、空格、逗号和括号"),
    (r"an address has one @", "地址应有一个@"),
    (r"an address of letters that every mail server takes \(.+\)", "地址只能用字母和数字（a-z、0-9）"),
    (r"what stands before the @ is no mailbox's name", "@之前不是邮箱名"),
    (r"what stands after the @ is no domain such as example\.org", "@之后不是域名（如 example.org）"),
)  # fmt: skip
