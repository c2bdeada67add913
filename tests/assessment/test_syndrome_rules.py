"""The rules of syndromes that lie beside the model are those of the table."""

import json

from sciatic.assessment import compiled, syndromes
from sciatic.assessment.digests import model_folder


def test_the_rules_kept_are_the_rules_written(tmp_path):
    assert compiled()
    kept = json.loads((model_folder() / syndromes.FILE).read_text("utf-8"))
    syndromes.write(tmp_path)
    assert kept == json.loads((tmp_path / syndromes.FILE).read_text("utf-8"))
    assert "sciatica" in {rule["id"] for rule in kept}
