"""Real mails of others, three of them malformed or odd on purpose."""

from pathlib import Path

import pytest
from tests.extractors.letters.laws import lawful, mutants, normals, problems, said, values

from truyvet.extractors import mail
from truyvet.testing.bench import Examination, examine


@pytest.fixture
def sample(samples: Path):
    def looked(name: str) -> Examination:
        return lawful(mail, samples / f"mail/{name}.eml", name=f"{name}.eml")

    return looked


def test_a_report_of_failure_gives_the_report_and_the_headers(sample) -> None:
    found = sample("mail_malformed_2")
    assert values(found, "mail-from") == ["postmaster@netpar.com.br"]
    assert "User's mailbox quota exceeded" in said(found)
    assert [child.name for child in found.children] == ["DSN57BAC498.txt", "part-3.eml"]
    assert problems(found) == []


def test_a_wrong_boundary_is_named_and_the_page_comes_out(sample) -> None:
    found = sample("mail_malformed_3")
    assert problems(found) == [("corrupt", ""), ("corrupt", "")]
    assert found.children[0].content.startswith(b"<html><head></head><body>")
    assert found.children[0].content.rstrip().endswith(b"</html>")


def test_its_times_run_backwards_and_its_answers_go_elsewhere(sample) -> None:
    found = sample("mail_malformed_3")
    assert [seen.flag for seen in found.of("mail-received")] == ["", "metadata", ""]
    assert [seen.facts["reply-to"] for seen in found.of("mail-suspicious")] == ["smgesi4@gmail.com"]


def test_a_mail_with_an_attachment_read_inline(sample) -> None:
    found = sample("mail_test_3")
    assert "bills of the goods" in said(found)
    assert [child.name for child in found.children] == ["part-1.2.html", "message.txt"]


def test_pictures_inside_come_out_whole(sample) -> None:
    found = sample("mail_test_6")
    assert values(found, "mail-subject") == ["Быстрее вкладывайте в золото!"]
    pictures = [child for child in found.children if child.name.endswith(".png")]
    assert len(pictures) == 4
    assert all(child.content.endswith(b"IEND\xaeB`\x82") for child in pictures)


def test_a_mail_of_many_people_in_chinese(sample) -> None:
    found = sample("mail_test_9")
    assert values(found, "mail-subject")[0].startswith("我把镜头拉近些")
    assert len(found.of("mail-to")) == 21
    assert found.of("mail-received")[-1].facts["ip"] == "223.152.177.168"


def test_a_mail_that_lacks_its_last_boundary(sample) -> None:
    found = sample("mail_test_17")
    assert problems(found) == [("corrupt", "")]
    assert normals(found, "mail-from") == ["notificaccion-clientes@bbva.mx"]


def test_the_address_the_server_saw_is_taken(sample) -> None:
    stations = sample("mail_test_8").of("mail-received")
    assert [seen.facts.get("ip", "") for seen in stations] == ["", "198.23.142.158", "127.0.0.1"]


@pytest.mark.parametrize("name", ["mail_malformed_2", "mail_test_3", "mail_test_17", "mail_test_9"])
def test_damage_stops_nothing(name: str, samples: Path) -> None:
    content = (samples / f"mail/{name}.eml").read_bytes()
    for mutant in mutants(content, flips=15):
        assert examine(mail, mutant, name="a.eml").outcome.status != "crash"
