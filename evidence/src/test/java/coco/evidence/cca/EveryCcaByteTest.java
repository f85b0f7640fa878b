package coco.evidence.cca;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All of what {@link CcaTest} does with some bytes; a class of its own, since it takes minutes. */
@Tag("whole")
class EveryCcaByteTest {
    @Test
    void noChangedByteIsEverAccepted() {
        new CcaTest().changeEach(1);
    }
}
