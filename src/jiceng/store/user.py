"""user: who signs in. What they may see and do follows from their posts, never from the account itself."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from jiceng.store.constraints import known, not_empty, one_of, together, two_people
from jiceng.store.fields import account, account_or_none
from jiceng.store.register import Organisation, Person, Post


class Users(BaseUserManager["User"]):
    def create_user(
        self, username: str, password: str | None = None, *, person: Person | None = None
    ) -> "User":
        """An account; without a password nobody can sign in with it."""
        user = self.model(username=username, person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def for_signing_in(self) -> "models.QuerySet[User]":
        """Active accounts with their person."""
        return self.filter(is_active=True).select_related("person")


class User(AbstractBaseUser):
    """An account. There is no superuser: who may do what is `jiceng.access`, by post."""

    username = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True, default="", db_default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)

    objects = Users()

    USERNAME_FIELD = "username"

    def get_full_name(self) -> str:
        return self.person.name if self.person else self.username

    def is_same_person(self, other: "User | None") -> bool:
        """Whether it is their account too: what asks for two people is not done by one with two accounts."""
        if other is None:
            return False
        return self.pk == other.pk or (self.person_id is not None and self.person_id == other.person_id)

    def __str__(self) -> str:
        return self.get_full_name()


class SecondFactor(models.Model):
    """A code from a phone beside the password (RFC 6238).

    confirmed_on: None until a first code was right. last_step: the last time step used; no code is good twice.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="second_factor")
    secret = models.CharField(max_length=64)
    confirmed_on = models.DateField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        constraints = [not_empty("second_factor_has_secret", "secret")]

    def __str__(self) -> str:
        return f"{self.user}"


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self) -> "SignInQuerySet":
        """Not ended; the last seen comes first."""
        return self.filter(ended_at=None).order_by("-seen_at")


class SignIn(models.Model):
    """Where an account is signed in, so that its owner can end it. device: the browser in a few words; no address."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=120)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="sign_in_seen_after", condition=Q(seen_at__gte=models.F("at"))),
            models.CheckConstraint(
                name="sign_in_ended_after", condition=Q(ended_at=None) | Q(ended_at__gte=models.F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.at}"


class PostChangeQuerySet(models.QuerySet["PostChange"]):
    def open(self) -> "PostChangeQuerySet":
        """Those that wait for somebody else's answer."""
        return self.filter(answered_on=None)

    def for_list(self) -> "PostChangeQuerySet":
        return self.select_related("person", "organisation", "asked_by__person").order_by("asked_on", "pk")


class PostChange(models.Model):
    """One administrator asks to give or end a post, another answers.

    post: the one to end, or the one that was given. granted: the answer; None until there is one.
    """

    KINDS = {"grant": "授予", "end": "撤销"}

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="post_changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="post_changes")
    role = models.CharField(max_length=32, choices=list(Post.ROLES.items()))
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    reason = models.TextField()
    asked_by = account()
    asked_on = models.DateField()
    answered_by = account_or_none()
    answered_on = models.DateField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    refused_reason = models.TextField(blank=True, default="")

    objects = PostChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("post_change_has_reason", "reason"),
            one_of("post_change_kind", "kind", "grant", "end"),
            one_of("post_change_role", "role", *Post.ROLES),
            two_people("post_change_by_two_people", "answered_by", "asked_by"),
            together("post_change_answered_together", "answered_by", "answered_on", "granted"),
            models.CheckConstraint(
                name="post_change_ends_a_post", condition=~Q(kind="end") | Q(post__isnull=False)
            ),
            models.CheckConstraint(
                name="post_change_refused_reason",
                condition=(known(granted=False) & ~Q(refused_reason=""))
                | Q(granted=None, refused_reason="")
                | (known(granted=True) & Q(refused_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person} · {self.get_role_display()}"
