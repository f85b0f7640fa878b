package coco.store;

import coco.crypto.Bytes;

/** A walk that reports each entry, and its end, to the recorder of the transaction. */
final class RecordingCursor implements Cursor {
    private final Cursor base;
    private final ReadRecorder recorder;
    private final ReadRecorder.Walk walk;

    RecordingCursor(Cursor base, ReadRecorder recorder, ReadRecorder.Walk walk) {
        this.base = base;
        this.recorder = recorder;
        this.walk = walk;
    }

    @Override
    public boolean next() {
        var there = base.next();
        recorder.walked(walk, there ? base.row() : null);
        return there;
    }

    @Override
    public Bytes key() {
        return base.key();
    }

    @Override
    public Value value() {
        return base.value();
    }
}
