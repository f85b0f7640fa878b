package coco.store;

import coco.crypto.Bytes;

/** One entry of a table. */
public record Row(Bytes key, Value value) {}
