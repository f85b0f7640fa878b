/** Tests of the package of the same name. */
@NullMarked
package coco.evm.chain;

import org.jspecify.annotations.NullMarked;
