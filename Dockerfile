# The service in a container: docker build -t testamur . && docker run -p 8080:8080 -v testamur:/data testamur
# Everything that must be kept is in /data, unless TESTAMUR_DATABASE_URL names a PostgreSQL; files are there in any case.

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
# SQLite is C, linked against the C library of Debian 12, which is what the image below has.
RUN go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$VERSION" -o /testamur ./cmd/testamur && mkdir /data

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /testamur /testamur
COPY --from=build --chown=65532:65532 /data /data
ENV TESTAMUR_ADDRESS=:8080 TESTAMUR_DATA=/data
VOLUME /data
EXPOSE 8080
USER 65532:65532
ENTRYPOINT ["/testamur"]
CMD ["serve"]
