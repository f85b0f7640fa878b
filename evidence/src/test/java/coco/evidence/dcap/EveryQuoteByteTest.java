package coco.evidence.dcap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes every byte of a quote of each kind, as {@link TamperedQuotesTest} does with some. */
@Tag("whole")
class EveryQuoteByteTest {
    @ParameterizedTest
    @ValueSource(strings = {"sgx", "tdx"})
    void everyByte(String kind) {
        new TamperedQuotesTest().flip(kind, 1);
    }
}
