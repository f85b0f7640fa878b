package coco.bench.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TokenTest {
    @Test
    void placesAreTwoBytesWhereverTheyStand() {
        var code = Assembly.assemble("""
                @end jumpi        ; forward
                begin: 0x00ff push0 @begin jump
                end: stop""");
        assertArrayEquals(
                HexFormat.of().parseHex("61000d57" + "5b" + "6100ff" + "5f" + "610004" + "56" + "5b00"), code);
    }

    @Test
    void unknownWordsAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> Assembly.assemble("push0 nothing"));
        assertEquals("no instruction and no place: nothing", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Assembly.assemble("@nowhere"));
    }
}
