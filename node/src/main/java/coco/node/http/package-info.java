/**
 * The first door: bytes from a client become a proven {@link coco.spi.Caller} and a {@link coco.spi.Route.Call}, or are refused.
 *
 * <p>{@link coco.node.http.Gateway} listens; its event loops decode, find the route, count and cut, and never wait. What may wait
 * (proving the caller, the route's handler) runs on a virtual thread for each request. {@code Exchange} is the life of one
 * request, {@code Admission} says who may have how many at once, {@link coco.node.http.Callers} proves who calls. The routes that
 * each node has ({@code /node/...}, {@code /app/tx} and so on) are made by {@link coco.node.http.NodeRoutes} and {@link
 * coco.node.http.LedgerRoutes} over {@link coco.node.http.NodeStatus}.
 */
@org.jspecify.annotations.NullMarked
package coco.node.http;
