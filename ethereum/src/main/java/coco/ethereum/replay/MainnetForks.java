package coco.ethereum.replay;

import coco.evm.BlobSchedule;
import coco.evm.Fork;

/** When the main network took its forks, and changes of blob parameters alone. */
public final class MainnetForks {
    private static final long SHANGHAI = 1_681_338_455;
    private static final long CANCUN = 1_710_338_135;
    private static final long PRAGUE = 1_746_612_311;
    private static final long OSAKA = 1_764_798_551;
    private static final long BPO1 = 1_765_290_071;
    private static final long BPO2 = 1_767_747_671;

    private MainnetForks() {}

    /** @param time seconds since 1970 */
    public static Fork at(long number, long time) {
        if (time >= OSAKA) return Fork.OSAKA;
        if (time >= PRAGUE) return Fork.PRAGUE;
        if (time >= CANCUN) return Fork.CANCUN;
        if (time >= SHANGHAI) return Fork.SHANGHAI;
        if (number >= 15_537_394) return Fork.PARIS;
        if (number >= 12_965_000) return Fork.LONDON;
        if (number >= 12_244_000) return Fork.BERLIN;
        if (number >= 9_069_000) return Fork.ISTANBUL;
        if (number >= 7_280_000) return Fork.PETERSBURG;
        if (number >= 4_370_000) return Fork.BYZANTIUM;
        if (number >= 2_675_000) return Fork.SPURIOUS_DRAGON;
        if (number >= 2_463_000) return Fork.TANGERINE_WHISTLE;
        return number >= 1_150_000 ? Fork.HOMESTEAD : Fork.FRONTIER;
    }

    /** @param time seconds since 1970 */
    public static BlobSchedule blobs(long number, long time) {
        if (time >= BPO2) return BlobSchedule.BPO2;
        return time >= BPO1 ? BlobSchedule.BPO1 : BlobSchedule.of(at(number, time));
    }
}
