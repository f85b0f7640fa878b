/** Tests of the compiler: the analysis of codes, what is made of them, that both tiers agree, and the limits. */
@org.jspecify.annotations.NullMarked
package coco.evm.compile;
