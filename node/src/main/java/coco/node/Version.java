package coco.node;

/** The version of this software. */
final class Version {
    static final String TEXT = "coco-0.1.0";

    private Version() {}
}
