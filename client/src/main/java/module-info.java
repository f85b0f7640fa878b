/** The {@code coco} command and the client library. */
@org.jspecify.annotations.NullMarked
module coco.client {
    requires static transitive org.jspecify;
    requires coco.kernel;
    requires info.picocli;

    opens coco.client to
            info.picocli;
}
