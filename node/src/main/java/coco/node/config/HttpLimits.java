package coco.node.config;

import java.time.Duration;

/** What the gateway bears before it sheds. Each limit acts before the request has a place in the ledger. */
public record HttpLimits(Connections connections, Requests requests, InFlight inFlight) {
    public static final HttpLimits DEFAULT = new HttpLimits(Connections.DEFAULT, Requests.DEFAULT, InFlight.DEFAULT);

    /**
     * @param total open at once, also those that have not finished their handshake
     * @param perAddress the same, from one IP address
     * @param handshake TLS is done in this time, or the connection is cut
     * @param idle a connection without a request in progress is cut after this time, whatever it has sent of the next one
     */
    public record Connections(int total, int perAddress, Duration handshake, Duration idle) {
        public static final Connections DEFAULT =
                new Connections(10_000, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(60));

        public Connections {
            Require.that(total >= 1, "total is at least 1");
            Require.that(perAddress >= 1 && perAddress <= total, "per_address is 1 to total");
            Require.that(handshake.isPositive() && idle.isPositive(), "handshake and idle are longer than nothing");
        }
    }

    /**
     * @param bodyBytes of a request; a longer one gets 413
     * @param headerBytes of the request line and of all headers; longer ones get 414 or 431
     * @param streams requests at once on one HTTP/2 connection
     * @param deadline from the end of a request's header until its response is sent
     */
    public record Requests(int bodyBytes, int headerBytes, int streams, Duration deadline) {
        public static final Requests DEFAULT = new Requests(1 << 20, 16 << 10, 100, Duration.ofSeconds(30));

        public Requests {
            Require.that(bodyBytes >= 1 && bodyBytes <= 64 << 20, "body_bytes is 1 to 64 MB");
            Require.that(headerBytes >= 1 << 10 && headerBytes <= 1 << 20, "header_bytes is 1 KB to 1 MB");
            Require.that(streams >= 1 && streams <= 10_000, "streams is 1 to 10000");
            Require.that(deadline.isPositive(), "deadline is longer than nothing");
        }
    }

    /** How many requests and how many bytes of their bodies. */
    public record Share(int count, long bytes) {
        public Share {
            Require.that(count >= 1 && bytes >= 1, "count and bytes are at least 1");
        }

        boolean fitsInto(Share larger) {
            return count <= larger.count && bytes <= larger.bytes;
        }
    }

    /**
     * Requests admitted and not answered yet.
     *
     * @param perAddress those of one IP address, where no certificate tells its clients apart
     * @param perCaller those of one proven caller
     * @param reserved how many of the total only operators and governance may use
     */
    public record InFlight(Share total, Share perAddress, Share perCaller, int reserved) {
        public static final InFlight DEFAULT =
                new InFlight(new Share(4_000, 64 << 20), new Share(2_000, 32 << 20), new Share(1_000, 16 << 20), 100);

        public InFlight {
            Require.that(perAddress.fitsInto(total), "per_address is not more than total");
            Require.that(perCaller.fitsInto(total), "per_caller is not more than total");
            Require.that(reserved >= 0 && reserved < total.count, "reserved is less than total");
        }
    }

    public HttpLimits {
        Require.that(
                requests.bodyBytes <= inFlight.perCaller.bytes, "in_flight.per_caller.bytes holds one request's body");
        Require.that(
                requests.bodyBytes <= inFlight.perAddress.bytes,
                "in_flight.per_address.bytes holds one request's body");
    }
}
