# The worker, and what belongs to it: `docker build --tag vinhdanh .`, then `docker run vinhdanh [migrate | verify | …]`.

FROM python:3.11.15-slim-bookworm AS packages
COPY requirements.txt .
# The environment gets no pip of its own; nothing is compiled, so nothing here needs a compiler.
RUN python -m venv --without-pip /opt/vinhdanh \
    && python -m pip --python /opt/vinhdanh/bin/python install \
        --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements.txt

FROM python:3.11.15-slim-bookworm
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Vinh Danh" \
      org.opencontainers.image.description="A worker that carries award dossiers on their way, on Temporal" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A number, not a name: an orchestrator that forbids root cannot tell by a name.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin vinhdanh
WORKDIR /app
COPY --from=packages /opt/vinhdanh /opt/vinhdanh
COPY schemas schemas
COPY workflows workflows
COPY activities activities
COPY policies policies
COPY vinhdanh vinhdanh
COPY worker worker
# Compiled while there is a right to write: the container runs on a file system that it cannot change.
RUN python -m compileall -q .

ENV PATH=/opt/vinhdanh/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001

# There is no curl here. Without the empty proxies, a proxy of the host's would be asked for this very machine.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as ask; ask.build_opener(ask.ProxyHandler({})).open('http://127.0.0.1:' + os.environ.get('VINHDANH_HEALTH_PORT', '8090') + '/ready', timeout=4)"]
ENTRYPOINT ["python", "-m", "worker"]
