package coco.evidence.ratls;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All of what {@link RaTlsTest} does with some bytes; a class of its own, since it takes minutes. */
@Tag("whole")
class EveryRaTlsByteTest {
    @Test
    void noChangedByteIsEverAccepted() {
        new RaTlsTest().changeEach(1);
    }
}
