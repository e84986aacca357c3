"""Chinese first: every sentence of the interface has its Chinese, and the compiled catalogue is current."""

from scripts import messages


def test_the_chinese_catalogue_is_complete_and_compiled():
    assert messages.faults() == []


def test_a_template_and_a_module_both_give_their_sentences(tmp_path, monkeypatch):
    (tmp_path / "src/jiceng/web/templates").mkdir(parents=True)
    (tmp_path / "src/jiceng/web/templates/page.html").write_text(
        '{% load i18n %}\n   <p>{% translate "Desk" %}</p>\n <b>it\'s {{ n|default:_("none yet") }}</b>\n'
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} branch\n"
        "{% plural %}\n  {{ n }} branches\n{% endblocktranslate %}"
    )
    (tmp_path / "src/jiceng/web/page.py").write_text(
        'from django.utils.translation import gettext as _\nTITLE = _("Grade")\nMONTH = pgettext("month", "May")\n'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src/jiceng")

    found = {(message.id, message.context) for message in messages.extracted() if message.id}

    assert found == {
        ("Desk", None),
        ("none yet", None),
        (("%(n)s branch", "%(n)s branches"), None),
        ("Grade", None),
        ("May", "month"),
    }


def test_a_changed_sentence_loses_its_translation_and_is_listed(tmp_path, monkeypatch):
    source = tmp_path / "src/jiceng"
    source.mkdir(parents=True)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "PO", tmp_path / "django.po")
    monkeypatch.setattr(messages, "MO", tmp_path / "django.mo")
    (tmp_path / "django.po").write_text('msgid "Close"\nmsgstr "销号"\n\nmsgid "Open"\nmsgstr "打开"\n')
    (source / "page.py").write_text('A = _("Close")\nB = _("Open the ledger")\n')

    catalogue = messages.updated()

    assert {message.id: message.string for message in catalogue if message.id} == {
        "Close": "销号",
        "Open the ledger": None,
    }
    assert messages.untranslated(catalogue) == ["Open the ledger"]


def test_a_translation_that_names_an_unknown_value_is_found():
    catalogue = messages.new_catalogue()
    catalogue.add("Record %(missing)s first.", "请先登记 %(missed)s。")

    assert messages.misnamed(catalogue) == ["Record %(missing)s first."]
