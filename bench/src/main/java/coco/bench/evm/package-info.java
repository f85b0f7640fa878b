/** Single parts of the virtual machine, measured with JMH. Whole contracts beside other machines are {@code ./coco bench evm}. */
@NullMarked
package coco.bench.evm;

import org.jspecify.annotations.NullMarked;
