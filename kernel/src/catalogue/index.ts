export {
  checkItem,
  defineCatalogue,
  effectSchema,
  holdsOn,
  match,
  undecided,
  type Catalogue,
  type CatalogueItem,
  type Effect,
  type Match,
} from './catalogue.ts';
export {
  conditionSchema,
  factsOf,
  judge,
  type Condition,
  type Facts,
  type FactValue,
  type Judgement,
} from './condition.ts';
export { gramsOf, likeness, rank, type Ranked } from './grams.ts';
export { diffArticles, type ArticleChange } from './law-diff.ts';
export { readLaw, type ReadArticle, type ReadLaw, type ReadProblem } from './law-text.ts';
export { fromChinese, toChinese } from './numeral.ts';
export { articleLabel, readReference, referenceText, spokenArticle, type ArticleReference } from './reference.ts';
export {
  articleViewSchema,
  LAW_KINDS,
  lawDiffSchema,
  lawSchema,
  lawSearchSchema,
  previewSchema,
  reviewSchema,
  type ArticleView,
  type Hit,
  type LawDiff,
  type LawKind,
  type LawRow,
  type LawSearch,
  type LawView,
  type Preview,
  type Review,
} from './law-views.ts';
export {
  gradeProposalSchema,
  keptItemSchema,
  suggestionSchema,
  type GradeProposal,
  type ShownItem,
  type Suggestion,
} from './list-views.ts';
export {
  coverSchema,
  rulesSchema,
  statementSchema,
  technologySchema,
  type Cover,
  type Rules,
  type Statement,
  type Technology,
} from './rule-views.ts';
