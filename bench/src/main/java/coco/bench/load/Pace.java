package coco.bench.load;

/** How a load arrives. */
public sealed interface Pace {
    /**
     * So many in a second, whatever becomes of them: latency counts from when each was due, so that a network that stalls is not
     * spared those that would have come meanwhile.
     */
    record Open(double perSecond) implements Pace {
        public Open {
            if (!(perSecond > 0)) throw new IllegalArgumentException("a rate is above zero");
        }
    }

    /** So many under way, each followed by the next once it is decided: latency counts from when it was sent. */
    record Closed(int inFlight) implements Pace {
        public Closed {
            if (inFlight < 1) throw new IllegalArgumentException("at least one is in flight");
        }
    }

    default String text() {
        return switch (this) {
            case Open(var rate) -> "open loop, %.0f/s".formatted(rate);
            case Closed(var inFlight) -> "closed loop, %d in flight".formatted(inFlight);
        };
    }
}
