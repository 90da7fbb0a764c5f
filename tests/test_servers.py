"""The servers that other tests rest on: they refuse strangers, stop, come back, and spare others' data."""

import neo4j
import pytest

from tests.servers import Server, claim, start_server, wipe


def count(driver: neo4j.Driver) -> int:
    return driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]


def test_a_wrong_password_is_refused(neo4j_server: Server) -> None:
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, "wrong")) as driver,
        pytest.raises(neo4j.exceptions.AuthError),
    ):
        driver.verify_connectivity()


def test_wiping_keeps_the_mark(neo4j_server: Server) -> None:
    with neo4j_server.driver() as driver:
        wipe(driver)
        driver.execute_query("UNWIND range(1, 20000) AS i CREATE (:Role {id: i})-[:NEEDS]->(:Competency)")
        wipe(driver)
        assert count(driver) == 1
        claim(driver)


def test_a_strangers_database_is_left_alone(spare_server: Server) -> None:
    with spare_server.driver() as driver:
        driver.execute_query("CREATE (:Person {name: 'not ours'})")
        with pytest.raises(AssertionError, match="holds 1 nodes and is not marked"):
            wipe(driver)
        assert count(driver) == 1


def test_a_stopped_server_comes_back_with_its_data(spare_server: Server, tmp_path) -> None:
    with spare_server.driver() as driver:
        driver.execute_query("CREATE (:Kept)")
    spare_server.stop()
    with spare_server.driver() as driver, pytest.raises(neo4j.exceptions.ServiceUnavailable):
        driver.verify_connectivity()

    port = int(spare_server.uri.rpartition(":")[2])
    again = start_server(tmp_path / "neo4j", port, spare_server.password)
    try:
        with again.driver() as driver:
            assert count(driver) == 1
    finally:
        again.kill()


@pytest.mark.browser
def test_the_browser_shows_a_page(browser_page) -> None:
    browser_page.set_content("<title>Graph</title><h1>Roles</h1>")
    assert browser_page.get_by_role("heading", name="Roles").is_visible()
