interface BackboneCost {
  /** Of the network without its classifier, at alpha 1. */
  readonly parameters: number;
  /** Pictures per second at the default input size; absent where it was not measured. */
  readonly imagesPerSecond?: number;
}

/**
 * What each backbone costs. Speed: `graft backbones --measure` on a busy machine with two cores (AMD EPYC, Node 20.20), two
 * digits: from processor time, so an estimate of what both cores do with nothing else to do, good for comparing backbones.
 */
export const BACKBONE_COSTS: Readonly<Record<string, BackboneCost | undefined>> = {
  'efficientnet-lite0': { parameters: 3_413_024, imagesPerSecond: 200 },
  'mobilenet-v2': { parameters: 2_257_984, imagesPerSecond: 400 },
  mobilenet: { parameters: 3_228_864, imagesPerSecond: 280 },
  'mobilenet-v3-small': { parameters: 939_120, imagesPerSecond: 1400 },
  'mobilenet-v3-large': { parameters: 2_996_352, imagesPerSecond: 420 },
  'efficientnet-b0': { parameters: 4_049_571, imagesPerSecond: 260 },
  'efficientnet-b1': { parameters: 6_575_239 },
  'efficientnet-b2': { parameters: 7_768_569 },
  'efficientnet-b3': { parameters: 10_783_535 },
  'efficientnet-b4': { parameters: 17_673_823 },
  'efficientnet-b5': { parameters: 28_513_527 },
  'efficientnet-b6': { parameters: 40_960_143 },
  'efficientnet-b7': { parameters: 64_097_687 },
  'efficientnet-v2-b0': { parameters: 5_919_312, imagesPerSecond: 180 },
  'efficientnet-v2-b1': { parameters: 6_931_124 },
  'efficientnet-v2-b2': { parameters: 8_769_374 },
  'efficientnet-v2-b3': { parameters: 12_930_622 },
  'convnext-tiny': { parameters: 27_820_128, imagesPerSecond: 38 },
  resnet50: { parameters: 23_587_712, imagesPerSecond: 53 },
  resnet101: { parameters: 42_658_176, imagesPerSecond: 29 },
  resnet152: { parameters: 58_370_944, imagesPerSecond: 19 },
  'resnet50-v2': { parameters: 23_564_800 },
  'resnet101-v2': { parameters: 42_626_560 },
  'resnet152-v2': { parameters: 58_331_648 },
  densenet121: { parameters: 7_037_504 },
  densenet169: { parameters: 12_642_880 },
  densenet201: { parameters: 18_321_984 },
  xception: { parameters: 20_861_480 },
  'inception-v3': { parameters: 21_802_784 },
  'inception-resnet-v2': { parameters: 54_336_736 },
  'nasnet-mobile': { parameters: 4_269_716 },
  squeezenet: { parameters: 722_496 },
  vgg16: { parameters: 14_714_688 },
  vgg19: { parameters: 20_024_384 },
};
