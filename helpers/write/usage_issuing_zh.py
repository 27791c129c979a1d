"""What is wrong with publishing, proving and delivering briefings, in Chinese; written as usage_zh.py says."""

from __future__ import annotations

ISSUING: dict[str, str] = {
    # publish
    "another quarter is being published from this data folder; wait for it, then publish again":
        "同一数据文件夹正在发布另一季度；请等它结束后再发布",
    "{quarter}: edition {edition:d} has {files} too, which would stay in {folder} with the figures of {published} "
    "-> publish them as well (--lang, --format, --district), or move them away":
        "{quarter}第{edition}版还有{files:told}，留在{folder}中，仍是{published}的数字；"
        "请一并发布（--lang、--format、--district），或移走",
    "{quarter} is not published, because not every report could be made: {failed}":
        "{quarter}未发布，有通报未能生成：{failed:told}",
    "{quarter} is not published: the data changed while {reports} was made; publish it again":
        "{quarter}未发布：生成{reports}期间数据有变化；请再次发布",
    "{quarter} is not published: the data changed while its reports were made; publish it again":
        "{quarter}未发布：生成通报期间数据有变化；请再次发布",
    "{quarter} is published, but its reports are not in place: {reason}; briefing build {quarter} makes the same files "
    "again":
        "{quarter}已发布，但通报未能放入通报文件夹：{reason:told}；用 briefing build {quarter} 重新生成相同的文件",
    "{quarter} is not published: {reason}": "{quarter}未发布：{reason:told}",
    "edition {edition:d} is of {published}: the next one is published after that, not on {day}":
        "第{edition}版于{published}发布，下一版的日期应在其后，不能是{day}",
    "revisions.csv has a revision of {last}: on {day} the data were others; name a later day":
        "revisions.csv 有{last}的修订，{day}的数据与现在不同；请写{last}或以后的日期",
    "an earlier quarter was published on {earlier}: {quarter} cannot have been on {day}":
        "前面的季度于{earlier}发布，{quarter}不能在{day}发布",
    "a later quarter was published on {later}: {quarter} cannot have been published on {day}":
        "后面的季度于{later}发布，{quarter}不能在{day}发布",
    "{files}: other numbers than were published. Something beside the figures of {quarter} has changed, "
    "such as an earlier quarter that is not published, or the commentary: briefing verify {quarter} names "
    "them; put it back, then build again; nothing was sent":
        "{files}的数字与已发布的不同：{quarter}的数字之外有改动（如未发布的前面季度、评述）；briefing verify {quarter} "
        "逐个指出。改回后重新生成；未发送任何内容",
    "kept as published, since the new numbers are others. Something beside the figures of "
    "{quarter} has changed, such as an earlier quarter that is not published, or the commentary: "
    "briefing verify {quarter} names it; put it back, or move the published files away, "
    "then build again":
        "保留已发布的文件，因数字会与已发布的不同：{quarter}的数字之外有改动（如未发布的前面季度、评述）；"
        "briefing verify {quarter} 逐个指出。改回，或将已发布的文件移走，再重新生成",
    # correction
    "{quarter} is not published, so there is nothing to correct: briefing publish {quarter}":
        "{quarter}尚未发布，没有可更正的；先运行 briefing publish {quarter}",
    "{quarter}, published on {published}, has no revision: "
    "change the figure and put an entry into revisions.csv (briefing check hands out the line)":
        "{quarter}于{published}发布，没有修订；请改数据，并在 revisions.csv 中登记（该行由 briefing check 给出）",
    "{quarter}, published on {published}, has no revision made by {day}: "
    "change the figure and put an entry into revisions.csv (briefing check hands out the line)":
        "{quarter}于{published}发布，至{day}没有修订；"
        "请改数据，并在 revisions.csv 中登记（该行由 briefing check 给出）",
    # verify
    "{quarter} was published without reports": "{quarter}发布时没有通报",
    "the numbers of a PDF are read with pypdf: pip install pypdf": "读取 PDF 中的数字要用 pypdf：pip install pypdf",
    "a district that was not published": "发布时没有这个区市",
    "no such report": "没有这份通报",
    "published with version {before} (code {code_before}), made now with {now} (code {code_now})":
        "发布时的程序版本为{before}（代码{code_before}），现为{now}（代码{code_now}）",
    "changed since: {files}": "此后有变化：{files}",
    # verify-methods
    "there is no folder {folder}": "没有{folder}这个文件夹",
    "nothing to verify in {folder}: no verify.toml, nor scheme.toml with expected.csv; "
    "recipes are known for folders named {known}":
        "{folder}中没有可核对的：既无 verify.toml，也无 scheme.toml 和 expected.csv；"
        "以下名称的文件夹有现成配方：{known}",
    # demo
    "{districts:d} districts: there has to be one at least": "至少要有一个区市（--districts）{districts:.0}",
    "no quarter is named; write for example 2022Q1..2023Q3": "未写季度；例如 --quarters 2022Q1..2023Q3",
    "{folder} is not empty; a demonstration never overwrites data: name a new folder":
        "{folder}不是空文件夹；演示数据不覆盖已有数据，请另写一个新文件夹",
    "no scheme of the demonstration covers {quarter}; begin with {first}":
        "演示数据没有适用{quarter}的考核办法；请从{first}开始",
    "seed {seed} leads to no city that keeps every published fact; take another seed":
        "种子{seed}不能满足全部已公布的事实；请换一个（--seed）",
    # schedule
    "name one scheduler: {options}": "请写明一种定时方式：{options}",
    # deliver
    "--again is for --send: drafts are written anew in any case": "--again 只与 --send 合用：草稿每次都重新生成",
    "--again sends also what has arrived: name for whom with --to NAME, or write --to all; nothing was sent":
        "--again 会重发已送达的：请用 --to 名称 写明发给谁，或写 --to all；未发送任何邮件",
    "{quarter} is not published: run briefing publish {quarter} first; nothing was sent":
        "{quarter}尚未发布，不能发送：先运行 briefing publish {quarter}；未发送任何邮件",
    "{quarter} was revised since it was published: "
    "run briefing publish {quarter}, which records the next edition, first; "
    "nothing was sent":
        "{quarter}发布之后有修订，不能发送：先运行 briefing publish {quarter} 记下新的一版；未发送任何邮件",
    "{word!r} is a part of several names in recipients.csv: {names}; write one of them whole":
        "“{word}”是 recipients.csv 中几个名称的一部分：{names}；请写出一个完整的名称",
    "recipients.csv has nobody called {word!r}; {hint}": "recipients.csv 中没有“{word}”；{hint:told}",
    "not every briefing that recipients.csv names is made; nothing was written or sent: {commands}":
        "recipients.csv 所列的通报尚未全部生成，未生成草稿、未发送任何邮件；先运行：{commands:told}",
    "{command} makes {files}": "{command}（生成{files}）",
    "{file} is not as it was made: build it again ({command}) before it is delivered; nothing was written or sent":
        "{file}生成后被改动：分发前请重新生成（{command}）；未生成草稿、未发送任何邮件",
    "{file} is of an earlier build than {other}: build it again ({command}) before it is delivered; "
    "nothing was written or sent":
        "{file}与{other}不是同一次生成的：分发前请重新生成（{command}）；未生成草稿、未发送任何邮件",
    "{reports} were made from different states of the data: build them again ({command}) before they are delivered; "
    "nothing was written or sent":
        "以下通报所依据的数据不同：{reports}；分发前请重新生成（{command}）；未生成草稿、未发送任何邮件",
    "{reports} bear no stamp 征求意见稿 (draft), and {quarter} is not published as it is now: "
    "build again ({command}) before it is delivered; nothing was written or sent":
        "{reports}没有“征求意见稿”标记，而{quarter}现有的数据尚未发布：分发前请重新生成（{command}）；"
        "未生成草稿、未发送任何邮件",
    "{reports} are stamped 征求意见稿 (draft), but {quarter} is published as it is now: "
    "build again ({command}) before it is delivered; nothing was written or sent":
        "{reports}仍印有“征求意见稿”，而{quarter}已发布：分发前请重新生成（{command}）；未生成草稿、未发送任何邮件",
    "{reports} do not tell the embargo that {file} has ({until}): build again ({command}) before it is delivered; "
    "nothing was written or sent":
        "{reports}未注明{file}中不得公开的期限（{until}）：分发前请重新生成（{command}）；未生成草稿、未发送任何邮件",
    "{file} is for nobody on the list now and cannot be removed: {reason}; the new drafts are written: close it, "
    "then run deliver again":
        "{file}的收件人已不在名单上，但文件删不掉：{reason:told}；新草稿已写好，请关闭该文件后再运行一次 deliver",
    "another delivery is under way; wait for it": "另一次分发正在进行；请等它结束",
    "an earlier letter was cut off and may have arrived: ask, then send with --again --to":
        "上一封发送中断，可能已送达：先询问对方，再用 --again --to 名称",
    "the connection was lost before the server answered: {error}": "服务器应答之前连接中断：{error:told}",
    "the server had the whole letter and did not answer within {seconds:g} s":
        "邮件已全部交给服务器，服务器{seconds}秒内没有应答",
    "the server had the whole letter and answered what is no answer: {answer}":
        "邮件已全部交给服务器，服务器的应答无法理解：{answer}",
    "{host:s} has the whole letter and has not answered for {seconds:g} s: waiting, {most:g} s at most, "
    "because a letter given up now may arrive all the same":
        "邮件已全部交给{host}，{seconds}秒未见应答，继续等待（共不超过{most}秒）：此时放弃，邮件仍可能送达",
    "not tried: the last two letters got no answer; run it again": "未尝试：前两封邮件都没有得到应答；请再次运行",
    # the mail server
    "--send needs {name} in the environment; without --send drafts are written":
        "--send 需要环境变量 {name}；不加 --send 则生成草稿",
    "BRIEFING_SMTP_HOST={host!r} names a port too: write that in BRIEFING_SMTP_PORT":
        "BRIEFING_SMTP_HOST为“{host}”，含端口：端口请写在 BRIEFING_SMTP_PORT",
    "{name}={value!r} is not a number from {least:g} to {most:g}": "{name}为“{value}”，应为{least}至{most}的数字",
    "{name}={value!r} is not a number of {least:g} or more": "{name}为“{value}”，应为不小于{least}的数字",
    "BRIEFING_SMTP_SECURITY={word!r}: write starttls, tls or none":
        "BRIEFING_SMTP_SECURITY为“{word}”，应为 starttls、tls 或 none",
    "BRIEFING_SMTP_SECURITY=none would send the password in the clear; write starttls or tls":
        "BRIEFING_SMTP_SECURITY=none 会以明文发送密码；请写 starttls 或 tls",
    "BRIEFING_SMTP_CA={file!r} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); "
    "name a file of the certificates to trust":
        "BRIEFING_SMTP_CA（{file}）中没有PEM格式的证书（-----BEGIN CERTIFICATE-----）；请写受信任证书的文件",
    "BRIEFING_SMTP_CA={file!r} cannot be read: {reason}; name a file of the certificates to trust":
        "BRIEFING_SMTP_CA（{file}）不能读取：{reason:told}；请写受信任证书的文件",
    "BRIEFING_MAIL_FROM={sender!r}: {fault}": "BRIEFING_MAIL_FROM为“{sender}”：{fault:told}",
    "no mail can be sent through {server}: {reason}": "不能通过{server}发送邮件：{reason:told}",
    "its certificate cannot be trusted: {reason}; BRIEFING_SMTP_CA takes further ones":
        "服务器的证书不受信任（{reason}）；其他证书可写在 BRIEFING_SMTP_CA",
    "it refuses user and password (BRIEFING_SMTP_USER, BRIEFING_SMTP_PASSWORD): {answer}":
        "服务器不接受用户名和密码（BRIEFING_SMTP_USER, BRIEFING_SMTP_PASSWORD）；服务器答复：{answer}",
    "it does not encrypt as BRIEFING_SMTP_SECURITY={security} says: {answer}":
        "服务器不按 BRIEFING_SMTP_SECURITY={security} 加密：{answer}",
    "it wants a login, which BRIEFING_SMTP_USER names: {answer}":
        "服务器要求登录，用户名写在 BRIEFING_SMTP_USER；服务器答复：{answer}",
    "it refuses the sender, whom BRIEFING_MAIL_FROM names: {answer}":
        "服务器不接受发件人 BRIEFING_MAIL_FROM；服务器答复：{answer}",
    "it offers no STARTTLS; BRIEFING_SMTP_SECURITY says how it encrypts":
        "服务器不支持STARTTLS；加密方式写在 BRIEFING_SMTP_SECURITY",
    "it offers no login to {user}: leave BRIEFING_SMTP_USER empty, or look at BRIEFING_SMTP_PORT and _SECURITY":
        "服务器不提供登录，无从登录{user}：BRIEFING_SMTP_USER 留空，"
        "或核对 BRIEFING_SMTP_PORT 和 BRIEFING_SMTP_SECURITY",
    "it takes ASCII alone in a login: write BRIEFING_SMTP_USER and BRIEFING_SMTP_PASSWORD in a-z, 0-9 and signs":
        "服务器的登录只接受ASCII：BRIEFING_SMTP_USER 和 BRIEFING_SMTP_PASSWORD 只用字母、数字和符号",
    "it refuses the connection: check BRIEFING_SMTP_HOST and BRIEFING_SMTP_PORT ({answer})":
        "连接被拒绝，请核对 BRIEFING_SMTP_HOST 和 BRIEFING_SMTP_PORT（{answer}）",
    "no server of this name is found: check BRIEFING_SMTP_HOST ({answer})":
        "找不到这台服务器，请核对 BRIEFING_SMTP_HOST（{answer}）",
    "it does not answer: check BRIEFING_SMTP_HOST, _PORT and _SECURITY, and the network ({answer})":
        "服务器没有应答，请核对 BRIEFING_SMTP_HOST、BRIEFING_SMTP_PORT、BRIEFING_SMTP_SECURITY，以及网络（{answer}）",
    # an address of mail
    "the address is missing": "缺邮件地址",
    "one plain address, without a name, spaces, commas or brackets": "应只写一个地址，不含姓名、空格、逗号和括号",
    "an address has one @": "地址应有一个@",
    "an address of letters that every mail server takes (a-z, 0-9)": "地址只能用字母和数字（a-z、0-9）",
    "what stands before the @ is no mailbox's name": "@之前不是邮箱名",
    "what stands after the @ is no domain such as example.org": "@之后不是域名（如 example.org）",
}  # fmt: skip

# what systems and mail servers say of a connection, in their own words
_NETWORK: dict[str, str] = {
    "Connection refused": "连接被拒绝，请核对地址和端口",
    "Name or service not known": "找不到这台服务器，请核对地址",
    "getaddrinfo failed": "找不到这台服务器，请核对地址",
    "nodename nor servname provided, or not known": "找不到这台服务器，请核对地址",
    "Temporary failure in name resolution": "找不到这台服务器，请核对地址",
    "No address associated with hostname": "找不到这台服务器，请核对地址",
    "timed out": "等待超时",
    "Connection timed out": "等待超时",
    "The read operation timed out": "等待超时",
    "Network is unreachable": "网络不通",
    "No route to host": "网络不通",
    "Connection reset by peer": "连接中断",
    "Broken pipe": "连接中断",
    "Connection unexpectedly closed": "连接中断",
}
SERVER: dict[str, str] = {said: f"{meant}（{said}）" for said, meant in _NETWORK.items()}
SERVER |= {f"[Errno {{n:d}}] {said}": f"{meant}（[Errno {{n}}] {said}）" for said, meant in _NETWORK.items()}
SERVER |= {"Connection unexpectedly closed: {more}": "连接中断（Connection unexpectedly closed: {more}）"}
