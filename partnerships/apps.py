from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from . import desk, events, partnership_desk, partnership_events, relations, search

        relations.register()
        events.register()
        partnership_events.register()
        search.register()
        desk.register()
        partnership_desk.register()
