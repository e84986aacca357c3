from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "jiceng.store"
    label = "store"
    verbose_name = "基层"
