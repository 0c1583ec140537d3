from samrit.rules.clusters import cluster_by_code, cluster_of, clusters
from samrit.rules.thailand import BANGKOK, provinces


def test_every_province_but_bangkok_is_in_exactly_one_of_18_clusters() -> None:
    members = [code for cluster in clusters() for code in cluster.provinces]
    assert len(clusters()) == 18
    assert sorted(members) == [province.code for province in provinces() if province.code != BANGKOK]


def test_a_cluster_is_found_by_its_code_and_by_its_provinces() -> None:
    cluster = cluster_of("13")
    assert cluster is not None
    assert cluster.provinces == ("11", "12", "13", "73")
    assert cluster_by_code(cluster.code) == cluster
    assert cluster_of(BANGKOK) is None
    assert cluster_by_code("nowhere") is None
