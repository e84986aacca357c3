"""user: who signs in. What they may see and do follows from their posts, never from the account itself."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from jiceng.store.register import Person


class Users(BaseUserManager["User"]):
    def create_user(
        self, username: str, password: str | None = None, *, person: Person | None = None
    ) -> "User":
        """An account; without a password nobody can sign in with it."""
        user = self.model(username=username, person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def for_signing_in(self):
        """Active accounts with their person."""
        return self.filter(is_active=True).select_related("person")


class User(AbstractBaseUser):
    """An account. There is no superuser: who may do what is `jiceng.access`, by post."""

    username = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)

    objects = Users()

    USERNAME_FIELD = "username"

    def get_full_name(self) -> str:
        return self.person.name if self.person else self.username

    def __str__(self) -> str:
        return self.get_full_name()
