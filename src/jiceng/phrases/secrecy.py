"""What an anonymous ballot protects against and what it does not, for everybody who votes, counts or reads about it.

The one place of this text: booth, console and public board show it, and docs/decisions/0040 prints it; a test compares.
Every sentence as (Chinese, English).
"""

from typing import Final

TITLE: Final = ("这次测评防得住谁，防不住谁", "Whom this ballot protects you from, and whom not")

PROTECTS: Final[tuple[tuple[str, str], ...]] = (
    (
        "系统管理员事后拿到整个数据库和日志，也对不上哪张票是谁投的：票签是从袋子里摸的，服务器不知道谁摸到哪一张；名单和票箱不在同一段时间里写，收票以后又都按编号重写一遍，文件里没有先后。",
        "An administrator who later holds the whole database and its logs cannot tell whose ballot is whose: slips are drawn from a bag and the server never learns who drew which; the list and the box are not written in the same stretch of time, and after closing both are written anew by number, so the files keep no order.",
    ),
    (
        "投票结束以前，谁也看不到内容：每张票在手机上就封好，只有上级派员手里的钥匙能开，服务器上没有这把钥匙。",
        "Until the vote has closed nobody sees what was said: each ballot is sealed on the phone, only the key in the hands of the superior's delegate opens it, and the server has no such key.",
    ),
    (
        "被评的党组织碰不到票，也查不到谁投了哪一张：这样的对应关系在哪里都没有。",
        "The organisation assessed touches no ballot and cannot look up who cast which: no such list exists anywhere.",
    ),
    (
        "一个人投不了两次：一张票签只能用一次。多塞票也藏不住：票签总数在投票前就写在签了字的纸上，收回多于发出，整次作废重投。",
        "Nobody votes twice: a slip works once. Stuffing shows: the number of slips stands on signed paper before the vote, and if more come back than were handed out the whole vote is void.",
    ),
    (
        "计票签字以后改数字，谁都能发现：公布的文件人人可以重新数一遍。每部投过票的手机都能查到自己的票算进去没有。",
        "Whoever changes a figure after signing is found out: everybody can count the published files again, and each phone that voted can check that its ballot was counted.",
    ),
    (
        "公布以后，您没有办法向别人证明自己怎么投的，所以谁也没法逼您拿出证明。",
        "Once it is published you have no means to prove how you voted, so nobody can make you prove it.",
    ),
    (
        "人少的一类不单独公布，免得从总数猜出个人。",
        "A class with few ballots is not published by itself, so that nobody is guessed from the totals.",
    ),
)

NOT: Final[tuple[tuple[str, str], ...]] = (
    (
        "有人站在旁边看您的屏幕或者纸票。请避开别人再投。",
        "Somebody who looks at your screen or your paper. Step aside before you vote.",
    ),
    (
        "您的手机里装了偷看屏幕的软件。可以改投纸票。",
        "Spying software on your phone. You can vote on paper instead.",
    ),
    (
        "投票当时，服务器的程序被管理它的人换过，专门记下网络地址和时间：不在会场投的人可能被猜出来；会场里大家同时投，对不上人。",
        "A server whose program was changed by whoever runs it, during the vote, to note addresses and times: somebody who votes elsewhere may be guessed; in a room where all vote together nobody is matched.",
    ),
    (
        "投票当中做的备份，或者没有照说明清掉旧日志的服务器，会留下票到达的先后。投票前刚用同一部手机登录过的人，可能被对上是哪一张封好的票；票里写了什么仍然看不到。",
        "A backup made during the vote, or a server that keeps its old logs against the instructions, holds the order in which ballots arrived. Whoever signed in on the same phone just before voting may be matched with a sealed ballot; what it says stays unseen.",
    ),
    (
        "上级派员和这样的管理员串通。",
        "A delegate who plots with such an administrator.",
    ),
    (
        "打开票箱计票时，派员改了某一张手机票：总数看不出来，要投票的人自己查才能发现。所以公布以后请查一查。纸票靠两名计票人分头录入。",
        "A delegate who alters a phone's ballot while opening: the totals do not show it, its voter's own check does. So please check when it is published. Paper rests on two tellers who count apart.",
    ),
    (
        "公布以前，您手机里存的记录能说明您怎么投的；票太少、选项不公布的，公布以后也能，在那里查过一次，手机就删掉。请不要给人看。",
        "Before publication what your own phone has kept does show how you voted; where few papers keep the answers unpublished it does so afterwards too, until you have checked there once and the phone deletes it. Show it to nobody.",
    ),
    (
        "派员的钥匙和密封的纸质副本都丢了：票箱打不开，这次测评作废，重新投。",
        "If the delegate's key and its sealed paper copy are both lost the box stays shut, the vote is void and is held again.",
    ),
)
