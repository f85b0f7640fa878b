package coco.node.http;

import coco.spi.Route;
import java.util.List;

/** A route with what it asks of its callers. */
public record Published(Route route, Access access) {
    /** Whom a route lets in. */
    public enum Access {
        /**
         * Everybody; who cannot be proven is anonymous. For what the node says about itself, and for requests that carry their
         * own signatures. Such requests may use the places that admission reserves.
         */
        OPEN,
        /** Callers that are proven; anonymous ones where the constitution admits them. */
        PROVEN
    }

    public static List<Published> open(List<Route> routes) {
        return routes.stream().map(route -> new Published(route, Access.OPEN)).toList();
    }

    public static List<Published> proven(List<Route> routes) {
        return routes.stream().map(route -> new Published(route, Access.PROVEN)).toList();
    }
}
