package coco.node.http;

import coco.node.config.HttpLimits;
import coco.node.metrics.Meters;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all requests share on their way in.
 *
 * @param closed once set, requests that come are refused
 */
record Door(
        HttpLimits limits,
        RouteTable routes,
        Callers callers,
        Origins origins,
        Admission admission,
        Meters meters,
        BoundedTransport transport,
        AtomicBoolean closed) {}
