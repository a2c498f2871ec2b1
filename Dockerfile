# Two stages: the first installs from the lock file, the second holds only what runs.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python3 -m venv /opt/nutgraf
COPY locks/run.txt locks/run.txt
RUN /opt/nutgraf/bin/pip install --quiet --require-hashes -r locks/run.txt
COPY . .
RUN /opt/nutgraf/bin/pip install --quiet --no-deps --no-build-isolation .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Nutgraf" org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --no-create-home nutgraf && install -d -o nutgraf -g nutgraf /data
COPY --from=build /opt/nutgraf /opt/nutgraf
ENV PATH=/opt/nutgraf/bin:$PATH NUTGRAF_DB=/data/playground.db PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /data
VOLUME /data
# Nothing is written but /data: run it with --read-only.
# The check-up asks no platform: an outage of Slack's or Discord's is no fault of the container.
HEALTHCHECK --interval=5m --timeout=30s CMD ["nutgraf", "doctor", "--local"]
EXPOSE 8080
ENTRYPOINT ["nutgraf"]
CMD ["try"]
