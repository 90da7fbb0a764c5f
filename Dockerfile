# kmgraph's command line and explorer. docker-compose.yml adds Neo4j; alone, it keeps the graph in a file:
#   docker build --tag kmgraph . && docker run --rm --publish 127.0.0.1:8501:8501 --volume kmgraph:/data kmgraph

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE LICENSE-data ./
COPY ontology ontology
COPY kmgraph kmgraph
COPY loaders loaders
COPY app app
RUN python -m venv /opt/kmgraph && /opt/kmgraph/bin/pip install --no-cache-dir ".[app]"

FROM python:3.12-slim
LABEL org.opencontainers.image.title="kmgraph" \
      org.opencontainers.image.description="A knowledge graph of competencies, roles, training and career journeys" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"

# Neo4j's container runs as 7474, in a group of the same number, and reads the password that is kept in /secret.
# New volumes take their owners and what they hold from here.
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin kmgraph \
    && install --directory --owner=kmgraph --group=kmgraph /data /work \
    && install --directory --owner=kmgraph --group=7474 --mode=0750 /secret
COPY --from=build /opt/kmgraph /opt/kmgraph
COPY docker/healthy.py docker/load_once.py docker/secret.py /opt/kmgraph/

# Whatever user it runs as, /tmp is the only place beside the store in which anything is written.
ENV PATH="/opt/kmgraph/bin:$PATH" \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    KMGRAPH_STORE=sqlite:////data/graph.sqlite \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0
USER 10001:10001
# The starter data is in the image's own store, so a new volume begins with it, and an old one is left alone.
RUN kmgraph load starter

WORKDIR /work
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "/opt/kmgraph/healthy.py", "8501"]
ENTRYPOINT ["kmgraph"]
CMD ["explore", "--no-browser"]
