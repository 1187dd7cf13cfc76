interface BackboneCost {
  /** Of the network without its classifier, at alpha 1. */
  readonly parameters: number;
  /** Pictures per second at the default input size. */
  readonly imagesPerSecond: number;
}

/**
 * What each backbone costs. Speed: `graft backbones --measure` on a busy machine with two cores (AMD EPYC, Node 20.20), two
 * digits: from processor time, so an estimate of what both cores do with nothing else to do, good for comparing backbones.
 */
export const BACKBONE_COSTS: Readonly<Record<string, BackboneCost | undefined>> = {
  'efficientnet-lite0': { parameters: 3_413_024, imagesPerSecond: 350 },
  'mobilenet-v2': { parameters: 2_257_984, imagesPerSecond: 480 },
  mobilenet: { parameters: 3_228_864, imagesPerSecond: 320 },
  'mobilenet-v3-small': { parameters: 939_120, imagesPerSecond: 1500 },
  'mobilenet-v3-large': { parameters: 2_996_352, imagesPerSecond: 500 },
  'efficientnet-b0': { parameters: 4_049_571, imagesPerSecond: 260 },
  'efficientnet-b1': { parameters: 6_575_239, imagesPerSecond: 160 },
  'efficientnet-b2': { parameters: 7_768_569, imagesPerSecond: 120 },
  'efficientnet-b3': { parameters: 10_783_535, imagesPerSecond: 72 },
  'efficientnet-b4': { parameters: 17_673_823, imagesPerSecond: 33 },
  'efficientnet-b5': { parameters: 28_513_527, imagesPerSecond: 15 },
  'efficientnet-b6': { parameters: 40_960_143, imagesPerSecond: 7.5 },
  'efficientnet-b7': { parameters: 64_097_687, imagesPerSecond: 3.8 },
  'efficientnet-v2-b0': { parameters: 5_919_312, imagesPerSecond: 220 },
  'efficientnet-v2-b1': { parameters: 6_931_124, imagesPerSecond: 140 },
  'efficientnet-v2-b2': { parameters: 8_769_374, imagesPerSecond: 97 },
  'efficientnet-v2-b3': { parameters: 12_930_622, imagesPerSecond: 55 },
  'convnext-tiny': { parameters: 27_820_128, imagesPerSecond: 38 },
  resnet50: { parameters: 23_587_712, imagesPerSecond: 54 },
  resnet101: { parameters: 42_658_176, imagesPerSecond: 29 },
  resnet152: { parameters: 58_370_944, imagesPerSecond: 20 },
  'resnet50-v2': { parameters: 23_564_800, imagesPerSecond: 59 },
  'resnet101-v2': { parameters: 42_626_560, imagesPerSecond: 30 },
  'resnet152-v2': { parameters: 58_331_648, imagesPerSecond: 19 },
  densenet121: { parameters: 7_037_504, imagesPerSecond: 69 },
  densenet169: { parameters: 12_642_880, imagesPerSecond: 54 },
  densenet201: { parameters: 18_321_984, imagesPerSecond: 44 },
  xception: { parameters: 20_861_480, imagesPerSecond: 22 },
  'inception-v3': { parameters: 21_802_784, imagesPerSecond: 37 },
  'inception-resnet-v2': { parameters: 54_336_736, imagesPerSecond: 17 },
  'nasnet-mobile': { parameters: 4_269_716, imagesPerSecond: 160 },
  squeezenet: { parameters: 722_496, imagesPerSecond: 580 },
  vgg16: { parameters: 14_714_688, imagesPerSecond: 15 },
  vgg19: { parameters: 20_024_384, imagesPerSecond: 13 },
};
