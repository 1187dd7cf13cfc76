/** The demo's two classes. */
export const KINDS = ['animal', 'food'] as const;
export type Kind = (typeof KINDS)[number];

/** A thing to recognise and the emoji that show it. */
export interface Concept {
  readonly kind: Kind;
  /** Names in Iconify's noto, twemoji and openmoji sets. Near-twins (`cat`, `black-cat`) are one concept. */
  readonly emoji: readonly string[];
}

/**
 * Unicode's groups "Animals & Nature" and "Food & Drink" (Emoji 17), as far as all three sets draw them. Left out, being
 * neither: plants, parts and traces of animals (feather, paw prints, nest, web, shell), coral, microbe, cutlery and empty
 * vessels; and oyster, which is both.
 */
const ANIMALS = [
  'ant baby-chick+front-facing-baby-chick+hatching-chick badger bat bear+panda+polar-bear beaver beetle bird+black-bird bison',
  'blowfish boar bug butterfly camel+two-hump-camel cat+cat-face+black-cat chicken+rooster chipmunk cockroach cow+cow-face crab cricket crocodile',
  'deer dodo dog+dog-face+guide-dog+service-dog dolphin donkey dove dragon+dragon-face duck eagle elephant',
  'fish flamingo fly fox frog giraffe goat goose gorilla hamster hedgehog hippopotamus honeybee horse+horse-face',
  'jellyfish kangaroo koala lady-beetle leopard lion lizard llama lobster',
  'mammoth monkey+monkey-face moose mosquito mouse+mouse-face octopus orangutan orca otter owl ox+water-buffalo',
  'parrot peacock penguin phoenix pig+pig-face poodle rabbit+rabbit-face raccoon ram+ewe rat rhinoceros',
  'sauropod scorpion seal shark shrimp skunk sloth snail snake spider squid swan',
  't-rex tiger+tiger-face tropical-fish turkey turtle unicorn whale+spouting-whale wolf worm zebra',
];

const FOOD = [
  'avocado baby-bottle bacon bagel baguette-bread banana beans beer-mug+clinking-beer-mugs bell-pepper bento-box',
  'beverage-box birthday-cake blueberries bottle-with-popping-cork bowl-with-spoon bread broccoli brown-mushroom',
  'bubble-tea burrito butter candy canned-food carrot cheese-wedge cherries chestnut chocolate-bar cocktail-glass coconut',
  'cooked-rice cookie cooking croissant cucumber cup-with-straw cupcake curry-rice custard cut-of-meat dango doughnut',
  'dumpling ear-of-corn egg eggplant falafel fish-cake-with-swirl flatbread fondue fortune-cookie french-fries',
  'fried-shrimp garlic ginger-root glass-of-milk grapes green-salad hamburger honey-pot hot-beverage hot-dog hot-pepper',
  'ice-cream+soft-ice-cream kiwi-fruit leafy-green lemon+lime lollipop mango mate meat-on-bone melon moon-cake oden olive',
  'onion pancakes pea-pod peach peanuts pear pie pineapple pizza popcorn pot-of-food potato poultry-leg pretzel',
  'red-apple+green-apple rice-ball rice-cracker roasted-sweet-potato root-vegetable sake salt sandwich',
  'shallow-pan-of-food shaved-ice shortcake spaghetti steaming-bowl strawberry stuffed-flatbread sushi taco takeout-box',
  'tamale tangerine teacup-without-handle tomato tropical-drink tumbler-glass waffle watermelon',
  'wine-glass+clinking-glasses',
];

export const CONCEPTS: readonly Concept[] = [...conceptsOf('animal', ANIMALS), ...conceptsOf('food', FOOD)];

function conceptsOf(kind: Kind, lines: readonly string[]): Concept[] {
  return lines.flatMap((line) => line.split(' ').map((names) => ({ kind, emoji: names.split('+') })));
}
