export {
  keepGrading,
  keepModel,
  modelAt,
  MODELS,
  rederive,
  resultAt,
  resultById,
  resultView,
  type Subject,
} from './keep.ts';
