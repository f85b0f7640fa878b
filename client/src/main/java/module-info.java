/** The {@code coco} command and the client library. */
@org.jspecify.annotations.NullMarked
module coco.client {
    requires static transitive org.jspecify;
    requires coco.ethereum;
    requires coco.evidence;
    requires transitive coco.kernel;
    requires transitive java.net.http;
    requires tools.jackson.databind;
    requires info.picocli;
    requires org.tukaani.xz;

    exports coco.client.rpc;

    opens coco.client to
            info.picocli;
    opens coco.client.attest to
            info.picocli;
    opens coco.client.replay to
            info.picocli;
}
