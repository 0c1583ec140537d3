from pathlib import Path

from samrit.config.documents import drifted, write


def test_a_document_is_written_once_and_drift_is_seen(tmp_path: Path):
    generated = {"docs/a.md": lambda: "หนึ่ง\n", "docs/b.md": lambda: "สอง\n"}
    assert drifted(generated, tmp_path) == ["docs/a.md", "docs/b.md"]
    assert write(generated, tmp_path) == ["docs/a.md", "docs/b.md"]
    assert write(generated, tmp_path) == []
    (tmp_path / "docs" / "b.md").write_text("สาม\n", encoding="utf-8")
    assert drifted(generated, tmp_path) == ["docs/b.md"]


def test_the_committed_documents_are_what_the_code_says():
    assert drifted() == []
