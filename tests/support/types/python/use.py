# Code over the case "everything": what is right, and what is wrong, where it says so: mypy objects to an ignored error
# that is none.
import datetime
import decimal

from everything.python import AppPosts, Mood, Users


def right(user: Users, post: AppPosts) -> None:
    mail: str = user.mail
    big: list[int] = user.big
    n: decimal.Decimal = user.n
    feeling: Mood = user.feeling
    when: datetime.datetime | None = post.when
    lower = user.r.lower if user.r else None
    reveal: int | None = lower
    user.feeling = "happy"
    user.p = None
    print(mail, big, n, feeling, when, reveal, Users.mail.key, Users.metadata.tables)


def wrong(user: Users, post: AppPosts) -> None:
    when: datetime.datetime = post.when  # type: ignore[assignment]
    p: int = user.p  # type: ignore[assignment]
    mail: int = user.mail  # type: ignore[assignment]
    user.mail = None  # type: ignore[assignment]
    user.feeling = "glum"  # type: ignore[assignment]
    user.n = 1.5  # type: ignore[assignment]
    user.nothing  # type: ignore[attr-defined]
    print(when, p, mail)
