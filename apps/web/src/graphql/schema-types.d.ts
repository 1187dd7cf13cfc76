/* eslint-disable */
/* prettier-ignore */

export type introspection_types = {
  Alias: {
    kind: 'OBJECT';
    name: 'Alias';
    fields: {
      model: {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      };
      ref: {
        name: 'ref';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      updatedAt: {
        name: 'updatedAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
    };
  };
  ApiKey: {
    kind: 'OBJECT';
    name: 'ApiKey';
    fields: {
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      lastUsedAt: { name: 'lastUsedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      revokedAt: { name: 'revokedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      scopes: {
        name: 'scopes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Scope'; ofType: null } };
          };
        };
      };
    };
  };
  AugmentationInput: {
    kind: 'INPUT_OBJECT';
    name: 'AugmentationInput';
    isOneOf: false;
    inputFields: [
      { name: 'mix'; type: { kind: 'INPUT_OBJECT'; name: 'MixInput'; ofType: null }; defaultValue: null },
      { name: 'mode'; type: { kind: 'ENUM'; name: 'AugmentationMode'; ofType: null }; defaultValue: null },
      {
        name: 'preset';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'ENUM'; name: 'AugmentationPreset'; ofType: null };
        };
        defaultValue: null;
      },
      { name: 'views'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
    ];
  };
  AugmentationMode: { name: 'AugmentationMode'; enumValues: 'STREAMING' | 'VIEWS' };
  AugmentationPreset: {
    name: 'AugmentationPreset';
    enumValues: 'DOCUMENT' | 'LIGHT' | 'MEDICAL' | 'NONE' | 'OVERHEAD' | 'STANDARD' | 'STRONG';
  };
  Backbone: {
    kind: 'OBJECT';
    name: 'Backbone';
    fields: {
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  BackboneOptionsInput: {
    kind: 'INPUT_OBJECT';
    name: 'BackboneOptionsInput';
    isOneOf: false;
    inputFields: [
      { name: 'alpha'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      { name: 'inputSize'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
    ];
  };
  BadFile: {
    kind: 'OBJECT';
    name: 'BadFile';
    fields: {
      code: {
        name: 'code';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  BigInt: unknown;
  Boolean: unknown;
  CancelJobInput: {
    kind: 'INPUT_OBJECT';
    name: 'CancelJobInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  CancelJobPayload: {
    kind: 'OBJECT';
    name: 'CancelJobPayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  CancelTrainingInput: {
    kind: 'INPUT_OBJECT';
    name: 'CancelTrainingInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  CancelTrainingPayload: {
    kind: 'OBJECT';
    name: 'CancelTrainingPayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  ClassCount: {
    kind: 'OBJECT';
    name: 'ClassCount';
    fields: {
      label: {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      pictures: {
        name: 'pictures';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      test: {
        name: 'test';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      train: {
        name: 'train';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      unassigned: {
        name: 'unassigned';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      validation: {
        name: 'validation';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  ClassMetrics: {
    kind: 'OBJECT';
    name: 'ClassMetrics';
    fields: {
      f1: {
        name: 'f1';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      label: {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      precision: {
        name: 'precision';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      recall: {
        name: 'recall';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      support: {
        name: 'support';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  ClassWeightsInput: {
    kind: 'INPUT_OBJECT';
    name: 'ClassWeightsInput';
    isOneOf: true;
    inputFields: [
      { name: 'balanced'; type: { kind: 'SCALAR'; name: 'Boolean'; ofType: null }; defaultValue: null },
      {
        name: 'perLabel';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'INPUT_OBJECT'; name: 'LabelWeightInput'; ofType: null };
          };
        };
        defaultValue: null;
      },
    ];
  };
  CompareInput: {
    kind: 'INPUT_OBJECT';
    name: 'CompareInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'augmentation';
        type: { kind: 'INPUT_OBJECT'; name: 'AugmentationInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'backbone'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'backboneOptions';
        type: { kind: 'INPUT_OBJECT'; name: 'BackboneOptionsInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'batchSize'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      {
        name: 'classWeights';
        type: { kind: 'INPUT_OBJECT'; name: 'ClassWeightsInput'; ofType: null };
        defaultValue: null;
      },
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      { name: 'earlyStopping'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      { name: 'epochs'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      {
        name: 'fineTuning';
        type: { kind: 'INPUT_OBJECT'; name: 'FineTuningInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'head'; type: { kind: 'INPUT_OBJECT'; name: 'HeadInput'; ofType: null }; defaultValue: null },
      { name: 'idempotencyKey'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'learningRate'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      { name: 'name'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'onBadFile'; type: { kind: 'ENUM'; name: 'OnBadFile'; ofType: null }; defaultValue: null },
      { name: 'optimizer'; type: { kind: 'ENUM'; name: 'Optimizer'; ofType: null }; defaultValue: null },
      { name: 'precision'; type: { kind: 'ENUM'; name: 'Precision'; ofType: null }; defaultValue: null },
      { name: 'resize'; type: { kind: 'ENUM'; name: 'Resize'; ofType: null }; defaultValue: null },
      {
        name: 'schedule';
        type: { kind: 'ENUM'; name: 'LearningRateSchedule'; ofType: null };
        defaultValue: null;
      },
      { name: 'seed'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      { name: 'testFraction'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      {
        name: 'validationFraction';
        type: { kind: 'SCALAR'; name: 'Float'; ofType: null };
        defaultValue: null;
      },
    ];
  };
  ComparePayload: {
    kind: 'OBJECT';
    name: 'ComparePayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  CompleteUploadsInput: {
    kind: 'INPUT_OBJECT';
    name: 'CompleteUploadsInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      { name: 'replace'; type: { kind: 'SCALAR'; name: 'Boolean'; ofType: null }; defaultValue: null },
      {
        name: 'uploads';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
          };
        };
        defaultValue: null;
      },
    ];
  };
  CompleteUploadsPayload: {
    kind: 'OBJECT';
    name: 'CompleteUploadsPayload';
    fields: {
      added: {
        name: 'added';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
      };
      badFiles: {
        name: 'badFiles';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'OBJECT'; name: 'BadFile'; ofType: null };
          };
        };
      };
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      duplicates: {
        name: 'duplicates';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'OBJECT'; name: 'DuplicatePicture'; ofType: null };
          };
        };
      };
      jobs: {
        name: 'jobs';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
        };
      };
      nameTaken: {
        name: 'nameTaken';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
      };
      unchanged: {
        name: 'unchanged';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
      };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  CreateApiKeyInput: {
    kind: 'INPUT_OBJECT';
    name: 'CreateApiKeyInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'scopes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Scope'; ofType: null } };
          };
        };
        defaultValue: null;
      },
    ];
  };
  CreateApiKeyPayload: {
    kind: 'OBJECT';
    name: 'CreateApiKeyPayload';
    fields: {
      id: { name: 'id'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      key: { name: 'key'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  CreateDatasetInput: {
    kind: 'INPUT_OBJECT';
    name: 'CreateDatasetInput';
    isOneOf: false;
    inputFields: [
      { name: 'idempotencyKey'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'source';
        type: { kind: 'INPUT_OBJECT'; name: 'DatasetSourceInput'; ofType: null };
        defaultValue: null;
      },
    ];
  };
  CreateDatasetPayload: {
    kind: 'OBJECT';
    name: 'CreateDatasetPayload';
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  CreateDatasetVersionInput: {
    kind: 'INPUT_OBJECT';
    name: 'CreateDatasetVersionInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  CreateDatasetVersionPayload: {
    kind: 'OBJECT';
    name: 'CreateDatasetVersionPayload';
    fields: {
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
      version: { name: 'version'; type: { kind: 'OBJECT'; name: 'DatasetVersion'; ofType: null } };
    };
  };
  CreateUploadsInput: {
    kind: 'INPUT_OBJECT';
    name: 'CreateUploadsInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'files';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'INPUT_OBJECT'; name: 'UploadFileInput'; ofType: null };
            };
          };
        };
        defaultValue: null;
      },
    ];
  };
  CreateUploadsPayload: {
    kind: 'OBJECT';
    name: 'CreateUploadsPayload';
    fields: {
      uploads: {
        name: 'uploads';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'OBJECT'; name: 'UploadTarget'; ofType: null };
          };
        };
      };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Dataset: {
    kind: 'OBJECT';
    name: 'Dataset';
    fields: {
      badFileCount: {
        name: 'badFileCount';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      badFiles: {
        name: 'badFiles';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DatasetBadFilesConnection'; ofType: null };
        };
      };
      classes: {
        name: 'classes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'ClassCount'; ofType: null };
            };
          };
        };
      };
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      pictureCount: {
        name: 'pictureCount';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      pictures: {
        name: 'pictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DatasetPicturesConnection'; ofType: null };
        };
      };
      versions: {
        name: 'versions';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DatasetVersion'; ofType: null };
            };
          };
        };
      };
    };
  };
  DatasetBadFilesConnection: {
    kind: 'OBJECT';
    name: 'DatasetBadFilesConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DatasetBadFilesConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  DatasetBadFilesConnectionEdge: {
    kind: 'OBJECT';
    name: 'DatasetBadFilesConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Picture'; ofType: null } };
      };
    };
  };
  DatasetPicturesConnection: {
    kind: 'OBJECT';
    name: 'DatasetPicturesConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DatasetPicturesConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  DatasetPicturesConnectionEdge: {
    kind: 'OBJECT';
    name: 'DatasetPicturesConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Picture'; ofType: null } };
      };
    };
  };
  DatasetPredictions: {
    kind: 'OBJECT';
    name: 'DatasetPredictions';
    fields: {
      agreement: { name: 'agreement'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      failures: {
        name: 'failures';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      pictures: {
        name: 'pictures';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      url: {
        name: 'url';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  DatasetSourceInput: {
    kind: 'INPUT_OBJECT';
    name: 'DatasetSourceInput';
    isOneOf: false;
    inputFields: [
      { name: 'folder'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'manifest';
        type: { kind: 'INPUT_OBJECT'; name: 'ManifestInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'storagePrefix'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
    ];
  };
  DatasetVersion: {
    kind: 'OBJECT';
    name: 'DatasetVersion';
    fields: {
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      hash: {
        name: 'hash';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      pictures: {
        name: 'pictures';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  DateTime: unknown;
  DeleteDatasetInput: {
    kind: 'INPUT_OBJECT';
    name: 'DeleteDatasetInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  DeleteDatasetPayload: {
    kind: 'OBJECT';
    name: 'DeleteDatasetPayload';
    fields: {
      deletedId: { name: 'deletedId'; type: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  DeleteModelInput: {
    kind: 'INPUT_OBJECT';
    name: 'DeleteModelInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  DeleteModelPayload: {
    kind: 'OBJECT';
    name: 'DeleteModelPayload';
    fields: {
      deletedId: { name: 'deletedId'; type: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  DenseLayerInput: {
    kind: 'INPUT_OBJECT';
    name: 'DenseLayerInput';
    isOneOf: false;
    inputFields: [
      { name: 'dropout'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      {
        name: 'units';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  DuplicatePicture: {
    kind: 'OBJECT';
    name: 'DuplicatePicture';
    fields: {
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      sameAs: {
        name: 'sameAs';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Epoch: {
    kind: 'OBJECT';
    name: 'Epoch';
    fields: {
      accuracy: {
        name: 'accuracy';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      epoch: {
        name: 'epoch';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      learningRate: {
        name: 'learningRate';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      loss: {
        name: 'loss';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      phase: {
        name: 'phase';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'ENUM'; name: 'TrainingPhase'; ofType: null };
        };
      };
      seconds: {
        name: 'seconds';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      validationAccuracy: {
        name: 'validationAccuracy';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      validationLoss: {
        name: 'validationLoss';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  ExportFormat: {
    name: 'ExportFormat';
    enumValues: 'KERAS' | 'ONNX' | 'SAFETENSORS' | 'SAVEDMODEL' | 'TFJS';
  };
  ExportModelInput: {
    kind: 'INPUT_OBJECT';
    name: 'ExportModelInput';
    isOneOf: false;
    inputFields: [
      { name: 'float16'; type: { kind: 'SCALAR'; name: 'Boolean'; ofType: null }; defaultValue: 'false' },
      {
        name: 'format';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ExportFormat'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  ExportModelPayload: {
    kind: 'OBJECT';
    name: 'ExportModelPayload';
    fields: {
      url: { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  FeatureExtractionInput: {
    kind: 'INPUT_OBJECT';
    name: 'FeatureExtractionInput';
    isOneOf: false;
    inputFields: [
      { name: 'cacheFeatures'; type: { kind: 'SCALAR'; name: 'Boolean'; ofType: null }; defaultValue: null },
    ];
  };
  FineTuningInput: {
    kind: 'INPUT_OBJECT';
    name: 'FineTuningInput';
    isOneOf: false;
    inputFields: [
      { name: 'from'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'warmUpEpochs'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
    ];
  };
  Float: unknown;
  HeadInput: {
    kind: 'INPUT_OBJECT';
    name: 'HeadInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dense';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'INPUT_OBJECT'; name: 'DenseLayerInput'; ofType: null };
          };
        };
        defaultValue: null;
      },
      { name: 'dropout'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      { name: 'l2'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      { name: 'name'; type: { kind: 'ENUM'; name: 'HeadName'; ofType: null }; defaultValue: null },
      { name: 'pooling'; type: { kind: 'ENUM'; name: 'Pooling'; ofType: null }; defaultValue: null },
    ];
  };
  HeadName: { name: 'HeadName'; enumValues: 'LINEAR' | 'TUTORIAL' };
  HttpHeader: {
    kind: 'OBJECT';
    name: 'HttpHeader';
    fields: {
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      value: {
        name: 'value';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  ID: unknown;
  ImageInput: {
    kind: 'INPUT_OBJECT';
    name: 'ImageInput';
    isOneOf: true;
    inputFields: [
      { name: 'base64'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
    ];
  };
  Int: unknown;
  Job: {
    kind: 'OBJECT';
    name: 'Job';
    fields: {
      attempt: {
        name: 'attempt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      cancelRequested: {
        name: 'cancelRequested';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
      children: {
        name: 'children';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
          };
        };
      };
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      datasetVersion: { name: 'datasetVersion'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      epochs: {
        name: 'epochs';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Epoch'; ofType: null };
            };
          };
        };
      };
      error: { name: 'error'; type: { kind: 'OBJECT'; name: 'JobError'; ofType: null } };
      events: {
        name: 'events';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'JobEventsConnection'; ofType: null };
        };
      };
      finishedAt: { name: 'finishedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      imagesPerSecond: { name: 'imagesPerSecond'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      kind: {
        name: 'kind';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'JobKind'; ofType: null } };
      };
      model: { name: 'model'; type: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      parent: { name: 'parent'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      predictions: {
        name: 'predictions';
        type: { kind: 'OBJECT'; name: 'DatasetPredictions'; ofType: null };
      };
      progress: { name: 'progress'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      recommendation: {
        name: 'recommendation';
        type: { kind: 'OBJECT'; name: 'Recommendation'; ofType: null };
      };
      secondsLeft: { name: 'secondsLeft'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      stage: { name: 'stage'; type: { kind: 'ENUM'; name: 'Stage'; ofType: null } };
      startedAt: { name: 'startedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      state: {
        name: 'state';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'JobState'; ofType: null } };
      };
    };
  };
  JobEpochEnded: {
    kind: 'OBJECT';
    name: 'JobEpochEnded';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      epoch: {
        name: 'epoch';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Epoch'; ofType: null } };
      };
      epochs: {
        name: 'epochs';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
    };
  };
  JobError: {
    kind: 'OBJECT';
    name: 'JobError';
    fields: {
      code: {
        name: 'code';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  JobEvent: {
    kind: 'INTERFACE';
    name: 'JobEvent';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
    };
    possibleTypes: 'JobEpochEnded' | 'JobNotice' | 'JobProgressed' | 'JobStageBegan' | 'JobStateChanged';
  };
  JobEventsConnection: {
    kind: 'OBJECT';
    name: 'JobEventsConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'JobEventsConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  JobEventsConnectionEdge: {
    kind: 'OBJECT';
    name: 'JobEventsConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'INTERFACE'; name: 'JobEvent'; ofType: null };
        };
      };
    };
  };
  JobKind: { name: 'JobKind'; enumValues: 'COMPARISON' | 'IMPORT' | 'PREDICTION' | 'TRAINING' };
  JobNotice: {
    kind: 'OBJECT';
    name: 'JobNotice';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      level: {
        name: 'level';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'NoticeLevel'; ofType: null } };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  JobProgressed: {
    kind: 'OBJECT';
    name: 'JobProgressed';
    fields: {
      accuracy: { name: 'accuracy'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      epoch: { name: 'epoch'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      epochs: { name: 'epochs'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      imagesPerSecond: { name: 'imagesPerSecond'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      loss: { name: 'loss'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      progress: {
        name: 'progress';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      secondsLeft: { name: 'secondsLeft'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      stage: {
        name: 'stage';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Stage'; ofType: null } };
      };
    };
  };
  JobStageBegan: {
    kind: 'OBJECT';
    name: 'JobStageBegan';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      stage: {
        name: 'stage';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Stage'; ofType: null } };
      };
    };
  };
  JobState: { name: 'JobState'; enumValues: 'CANCELED' | 'FAILED' | 'QUEUED' | 'RUNNING' | 'SUCCEEDED' };
  JobStateChanged: {
    kind: 'OBJECT';
    name: 'JobStateChanged';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      attempt: {
        name: 'attempt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      errorCode: { name: 'errorCode'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      errorMessage: { name: 'errorMessage'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      state: {
        name: 'state';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'JobState'; ofType: null } };
      };
    };
  };
  LabelWeightInput: {
    kind: 'INPUT_OBJECT';
    name: 'LabelWeightInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'weight';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  LearningRateSchedule: { name: 'LearningRateSchedule'; enumValues: 'CONSTANT' | 'COSINE' | 'ONE_CYCLE' };
  ManifestFormat: { name: 'ManifestFormat'; enumValues: 'CSV' | 'JSONL' };
  ManifestInput: {
    kind: 'INPUT_OBJECT';
    name: 'ManifestInput';
    isOneOf: false;
    inputFields: [
      { name: 'folder'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'format'; type: { kind: 'ENUM'; name: 'ManifestFormat'; ofType: null }; defaultValue: null },
      { name: 'path'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'text'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
    ];
  };
  Metrics: {
    kind: 'OBJECT';
    name: 'Metrics';
    fields: {
      accuracy: {
        name: 'accuracy';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      accuracyHigh: {
        name: 'accuracyHigh';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      accuracyLow: {
        name: 'accuracyLow';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      confusion: {
        name: 'confusion';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: {
                kind: 'LIST';
                name: never;
                ofType: {
                  kind: 'NON_NULL';
                  name: never;
                  ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null };
                };
              };
            };
          };
        };
      };
      count: {
        name: 'count';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      logLoss: {
        name: 'logLoss';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      macroF1: {
        name: 'macroF1';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      mistakes: {
        name: 'mistakes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Mistake'; ofType: null };
            };
          };
        };
      };
      perClass: {
        name: 'perClass';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'ClassMetrics'; ofType: null };
            };
          };
        };
      };
    };
  };
  Mistake: {
    kind: 'OBJECT';
    name: 'Mistake';
    fields: {
      actual: {
        name: 'actual';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      picture: {
        name: 'picture';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      predicted: {
        name: 'predicted';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      probability: {
        name: 'probability';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  Mix: { name: 'Mix'; enumValues: 'CUT_MIX' | 'MIX_UP' };
  MixInput: {
    kind: 'INPUT_OBJECT';
    name: 'MixInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'alpha';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Mix'; ofType: null } };
        defaultValue: null;
      },
      { name: 'probability'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
    ];
  };
  Model: {
    kind: 'OBJECT';
    name: 'Model';
    fields: {
      aliases: {
        name: 'aliases';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      backbone: {
        name: 'backbone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      card: {
        name: 'card';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      datasetVersion: { name: 'datasetVersion'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      labels: {
        name: 'labels';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      majorityBaseline: {
        name: 'majorityBaseline';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      metrics: {
        name: 'metrics';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Metrics'; ofType: null } };
      };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      nearestNeighbourBaseline: {
        name: 'nearestNeighbourBaseline';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      ref: {
        name: 'ref';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      storagePrefix: {
        name: 'storagePrefix';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      strategy: {
        name: 'strategy';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      version: {
        name: 'version';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  MoveToSplitInput: {
    kind: 'INPUT_OBJECT';
    name: 'MoveToSplitInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'pictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
          };
        };
        defaultValue: null;
      },
      { name: 'split'; type: { kind: 'ENUM'; name: 'Split'; ofType: null }; defaultValue: null },
    ];
  };
  MoveToSplitPayload: {
    kind: 'OBJECT';
    name: 'MoveToSplitPayload';
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Mutation: {
    kind: 'OBJECT';
    name: 'Mutation';
    fields: {
      cancelJob: {
        name: 'cancelJob';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CancelJobPayload'; ofType: null };
        };
      };
      cancelTraining: {
        name: 'cancelTraining';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CancelTrainingPayload'; ofType: null };
        };
      };
      compare: {
        name: 'compare';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'ComparePayload'; ofType: null };
        };
      };
      completeUploads: {
        name: 'completeUploads';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CompleteUploadsPayload'; ofType: null };
        };
      };
      createApiKey: {
        name: 'createApiKey';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CreateApiKeyPayload'; ofType: null };
        };
      };
      createDataset: {
        name: 'createDataset';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CreateDatasetPayload'; ofType: null };
        };
      };
      createDatasetVersion: {
        name: 'createDatasetVersion';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CreateDatasetVersionPayload'; ofType: null };
        };
      };
      createUploads: {
        name: 'createUploads';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'CreateUploadsPayload'; ofType: null };
        };
      };
      deleteDataset: {
        name: 'deleteDataset';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeleteDatasetPayload'; ofType: null };
        };
      };
      deleteModel: {
        name: 'deleteModel';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeleteModelPayload'; ofType: null };
        };
      };
      exportModel: {
        name: 'exportModel';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'ExportModelPayload'; ofType: null };
        };
      };
      moveToSplit: {
        name: 'moveToSplit';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'MoveToSplitPayload'; ofType: null };
        };
      };
      predict: {
        name: 'predict';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'PredictPayload'; ofType: null };
        };
      };
      predictDataset: {
        name: 'predictDataset';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'PredictDatasetPayload'; ofType: null };
        };
      };
      promoteModel: {
        name: 'promoteModel';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'PromoteModelPayload'; ofType: null };
        };
      };
      relabelPictures: {
        name: 'relabelPictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RelabelPicturesPayload'; ofType: null };
        };
      };
      removeAlias: {
        name: 'removeAlias';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RemoveAliasPayload'; ofType: null };
        };
      };
      removePictures: {
        name: 'removePictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RemovePicturesPayload'; ofType: null };
        };
      };
      renameDataset: {
        name: 'renameDataset';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RenameDatasetPayload'; ofType: null };
        };
      };
      retryTraining: {
        name: 'retryTraining';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RetryTrainingPayload'; ofType: null };
        };
      };
      revokeApiKey: {
        name: 'revokeApiKey';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RevokeApiKeyPayload'; ofType: null };
        };
      };
      rollBackAlias: {
        name: 'rollBackAlias';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RollBackAliasPayload'; ofType: null };
        };
      };
      train: {
        name: 'train';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'TrainPayload'; ofType: null };
        };
      };
    };
  };
  Node: {
    kind: 'INTERFACE';
    name: 'Node';
    fields: {
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
    };
    possibleTypes: 'Dataset' | 'Job' | 'Model' | 'Picture';
  };
  NoticeLevel: { name: 'NoticeLevel'; enumValues: 'INFO' | 'WARNING' };
  OnBadFile: { name: 'OnBadFile'; enumValues: 'REFUSE' | 'SKIP' };
  Optimizer: { name: 'Optimizer'; enumValues: 'ADAM' | 'LBFGS' | 'RMSPROP' | 'SGD' };
  PageInfo: {
    kind: 'OBJECT';
    name: 'PageInfo';
    fields: {
      endCursor: { name: 'endCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      hasNextPage: {
        name: 'hasNextPage';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
      hasPreviousPage: {
        name: 'hasPreviousPage';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
      startCursor: { name: 'startCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
    };
  };
  Picture: {
    kind: 'OBJECT';
    name: 'Picture';
    fields: {
      bytes: {
        name: 'bytes';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'BigInt'; ofType: null } };
      };
      createdAt: {
        name: 'createdAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      height: { name: 'height'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      label: {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      problem: { name: 'problem'; type: { kind: 'OBJECT'; name: 'PictureProblem'; ofType: null } };
      sha256: { name: 'sha256'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      split: { name: 'split'; type: { kind: 'ENUM'; name: 'Split'; ofType: null } };
      thumbnailUrl: { name: 'thumbnailUrl'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      url: { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      width: { name: 'width'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
    };
  };
  PictureProblem: {
    kind: 'OBJECT';
    name: 'PictureProblem';
    fields: {
      code: {
        name: 'code';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Pooling: { name: 'Pooling'; enumValues: 'AVERAGE' | 'BOTH' | 'FLATTEN' | 'MAX' };
  Precision: { name: 'Precision'; enumValues: 'AUTO' | 'FLOAT32' | 'INT8' };
  PredictDatasetInput: {
    kind: 'INPUT_OBJECT';
    name: 'PredictDatasetInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      { name: 'idempotencyKey'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      { name: 'topK'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: '5' },
    ];
  };
  PredictDatasetPayload: {
    kind: 'OBJECT';
    name: 'PredictDatasetPayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  PredictInput: {
    kind: 'INPUT_OBJECT';
    name: 'PredictInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'images';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'INPUT_OBJECT'; name: 'ImageInput'; ofType: null };
            };
          };
        };
        defaultValue: null;
      },
      {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      { name: 'topK'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: '5' },
    ];
  };
  PredictPayload: {
    kind: 'OBJECT';
    name: 'PredictPayload';
    fields: {
      model: { name: 'model'; type: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      predictions: {
        name: 'predictions';
        type: {
          kind: 'LIST';
          name: never;
          ofType: {
            kind: 'NON_NULL';
            name: never;
            ofType: { kind: 'OBJECT'; name: 'Prediction'; ofType: null };
          };
        };
      };
      timings: { name: 'timings'; type: { kind: 'OBJECT'; name: 'PredictionTimings'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Prediction: {
    kind: 'OBJECT';
    name: 'Prediction';
    fields: {
      error: { name: 'error'; type: { kind: 'OBJECT'; name: 'UserError'; ofType: null } };
      label: { name: 'label'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      labels: {
        name: 'labels';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'PredictionLabel'; ofType: null };
            };
          };
        };
      };
    };
  };
  PredictionLabel: {
    kind: 'OBJECT';
    name: 'PredictionLabel';
    fields: {
      label: {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      probability: {
        name: 'probability';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  PredictionTimings: {
    kind: 'OBJECT';
    name: 'PredictionTimings';
    fields: {
      predictingMs: {
        name: 'predictingMs';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      readingMs: {
        name: 'readingMs';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  PromoteModelInput: {
    kind: 'INPUT_OBJECT';
    name: 'PromoteModelInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'alias';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  PromoteModelPayload: {
    kind: 'OBJECT';
    name: 'PromoteModelPayload';
    fields: {
      model: { name: 'model'; type: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Query: {
    kind: 'OBJECT';
    name: 'Query';
    fields: {
      aliases: {
        name: 'aliases';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Alias'; ofType: null };
            };
          };
        };
      };
      apiKeys: {
        name: 'apiKeys';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'ApiKey'; ofType: null };
            };
          };
        };
      };
      backbones: {
        name: 'backbones';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Backbone'; ofType: null };
            };
          };
        };
      };
      dataset: {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      };
      datasets: {
        name: 'datasets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'QueryDatasetsConnection'; ofType: null };
        };
      };
      job: {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      };
      jobs: {
        name: 'jobs';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'QueryJobsConnection'; ofType: null };
        };
      };
      model: {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      };
      models: {
        name: 'models';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'QueryModelsConnection'; ofType: null };
        };
      };
      node: { name: 'node'; type: { kind: 'INTERFACE'; name: 'Node'; ofType: null } };
      nodes: {
        name: 'nodes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'LIST'; name: never; ofType: { kind: 'INTERFACE'; name: 'Node'; ofType: null } };
        };
      };
      viewer: {
        name: 'viewer';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Viewer'; ofType: null } };
      };
    };
  };
  QueryDatasetsConnection: {
    kind: 'OBJECT';
    name: 'QueryDatasetsConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'QueryDatasetsConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  QueryDatasetsConnectionEdge: {
    kind: 'OBJECT';
    name: 'QueryDatasetsConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      };
    };
  };
  QueryJobsConnection: {
    kind: 'OBJECT';
    name: 'QueryJobsConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'QueryJobsConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  QueryJobsConnectionEdge: {
    kind: 'OBJECT';
    name: 'QueryJobsConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      };
    };
  };
  QueryModelsConnection: {
    kind: 'OBJECT';
    name: 'QueryModelsConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'QueryModelsConnectionEdge'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
    };
  };
  QueryModelsConnectionEdge: {
    kind: 'OBJECT';
    name: 'QueryModelsConnectionEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      };
    };
  };
  Recommendation: {
    kind: 'OBJECT';
    name: 'Recommendation';
    fields: {
      model: {
        name: 'model';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      };
      reason: {
        name: 'reason';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  RelabelPicturesInput: {
    kind: 'INPUT_OBJECT';
    name: 'RelabelPicturesInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'label';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'pictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
          };
        };
        defaultValue: null;
      },
    ];
  };
  RelabelPicturesPayload: {
    kind: 'OBJECT';
    name: 'RelabelPicturesPayload';
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  RemoveAliasInput: {
    kind: 'INPUT_OBJECT';
    name: 'RemoveAliasInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'alias';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  RemoveAliasPayload: {
    kind: 'OBJECT';
    name: 'RemoveAliasPayload';
    fields: {
      alias: { name: 'alias'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  RemovePicturesInput: {
    kind: 'INPUT_OBJECT';
    name: 'RemovePicturesInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'pictures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
          };
        };
        defaultValue: null;
      },
    ];
  };
  RemovePicturesPayload: {
    kind: 'OBJECT';
    name: 'RemovePicturesPayload';
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  RenameDatasetInput: {
    kind: 'INPUT_OBJECT';
    name: 'RenameDatasetInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  RenameDatasetPayload: {
    kind: 'OBJECT';
    name: 'RenameDatasetPayload';
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Resize: { name: 'Resize'; enumValues: 'CROP' | 'LETTERBOX' | 'STRETCH' };
  RetryTrainingInput: {
    kind: 'INPUT_OBJECT';
    name: 'RetryTrainingInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'job';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  RetryTrainingPayload: {
    kind: 'OBJECT';
    name: 'RetryTrainingPayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  RevokeApiKeyInput: {
    kind: 'INPUT_OBJECT';
    name: 'RevokeApiKeyInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  RevokeApiKeyPayload: {
    kind: 'OBJECT';
    name: 'RevokeApiKeyPayload';
    fields: {
      id: { name: 'id'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  RollBackAliasInput: {
    kind: 'INPUT_OBJECT';
    name: 'RollBackAliasInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'alias';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  RollBackAliasPayload: {
    kind: 'OBJECT';
    name: 'RollBackAliasPayload';
    fields: {
      model: { name: 'model'; type: { kind: 'OBJECT'; name: 'Model'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  Scope: { name: 'Scope'; enumValues: 'ADMIN' | 'PREDICT' | 'TRAIN' };
  Split: { name: 'Split'; enumValues: 'TEST' | 'TRAIN' | 'VALIDATION' };
  SplitFilter: { name: 'SplitFilter'; enumValues: 'TEST' | 'TRAIN' | 'UNASSIGNED' | 'VALIDATION' };
  Stage: {
    name: 'Stage';
    enumValues: 'DATASET' | 'EVALUATION' | 'FEATURES' | 'SAVING' | 'TRAINING' | 'WARM_UP' | 'WEIGHTS';
  };
  StrategyInput: {
    kind: 'INPUT_OBJECT';
    name: 'StrategyInput';
    isOneOf: true;
    inputFields: [
      {
        name: 'featureExtraction';
        type: { kind: 'INPUT_OBJECT'; name: 'FeatureExtractionInput'; ofType: null };
        defaultValue: null;
      },
      {
        name: 'fineTuning';
        type: { kind: 'INPUT_OBJECT'; name: 'FineTuningInput'; ofType: null };
        defaultValue: null;
      },
    ];
  };
  String: unknown;
  Subscription: {
    kind: 'OBJECT';
    name: 'Subscription';
    fields: {
      trainingProgress: {
        name: 'trainingProgress';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'INTERFACE'; name: 'JobEvent'; ofType: null };
        };
      };
    };
  };
  TrainInput: {
    kind: 'INPUT_OBJECT';
    name: 'TrainInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'augmentation';
        type: { kind: 'INPUT_OBJECT'; name: 'AugmentationInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'backbone'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'backboneOptions';
        type: { kind: 'INPUT_OBJECT'; name: 'BackboneOptionsInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'batchSize'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      {
        name: 'classWeights';
        type: { kind: 'INPUT_OBJECT'; name: 'ClassWeightsInput'; ofType: null };
        defaultValue: null;
      },
      {
        name: 'dataset';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
        defaultValue: null;
      },
      { name: 'earlyStopping'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      { name: 'epochs'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      { name: 'head'; type: { kind: 'INPUT_OBJECT'; name: 'HeadInput'; ofType: null }; defaultValue: null },
      { name: 'idempotencyKey'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'learningRate'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      { name: 'name'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'onBadFile'; type: { kind: 'ENUM'; name: 'OnBadFile'; ofType: null }; defaultValue: null },
      { name: 'optimizer'; type: { kind: 'ENUM'; name: 'Optimizer'; ofType: null }; defaultValue: null },
      { name: 'precision'; type: { kind: 'ENUM'; name: 'Precision'; ofType: null }; defaultValue: null },
      { name: 'resize'; type: { kind: 'ENUM'; name: 'Resize'; ofType: null }; defaultValue: null },
      {
        name: 'schedule';
        type: { kind: 'ENUM'; name: 'LearningRateSchedule'; ofType: null };
        defaultValue: null;
      },
      { name: 'seed'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null }; defaultValue: null },
      {
        name: 'strategy';
        type: { kind: 'INPUT_OBJECT'; name: 'StrategyInput'; ofType: null };
        defaultValue: null;
      },
      { name: 'testFraction'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null }; defaultValue: null },
      {
        name: 'validationFraction';
        type: { kind: 'SCALAR'; name: 'Float'; ofType: null };
        defaultValue: null;
      },
    ];
  };
  TrainPayload: {
    kind: 'OBJECT';
    name: 'TrainPayload';
    fields: {
      job: { name: 'job'; type: { kind: 'OBJECT'; name: 'Job'; ofType: null } };
      userErrors: {
        name: 'userErrors';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'UserError'; ofType: null };
            };
          };
        };
      };
    };
  };
  TrainingPhase: { name: 'TrainingPhase'; enumValues: 'TRAINING' | 'WARM_UP' };
  UploadFileInput: {
    kind: 'INPUT_OBJECT';
    name: 'UploadFileInput';
    isOneOf: false;
    inputFields: [
      {
        name: 'bytes';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'BigInt'; ofType: null } };
        defaultValue: null;
      },
      { name: 'contentType'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'label'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  UploadTarget: {
    kind: 'OBJECT';
    name: 'UploadTarget';
    fields: {
      expiresAt: {
        name: 'expiresAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      headers: {
        name: 'headers';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'HttpHeader'; ofType: null };
            };
          };
        };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      method: {
        name: 'method';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      url: {
        name: 'url';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  UserError: {
    kind: 'OBJECT';
    name: 'UserError';
    fields: {
      code: {
        name: 'code';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      field: {
        name: 'field';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
      };
      message: {
        name: 'message';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Viewer: {
    kind: 'OBJECT';
    name: 'Viewer';
    fields: {
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      scopes: {
        name: 'scopes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Scope'; ofType: null } };
          };
        };
      };
    };
  };
};

/** An IntrospectionQuery representation of your schema.
 *
 * @remarks
 * This is an introspection of your schema saved as a file by GraphQLSP.
 * It will automatically be used by `gql.tada` to infer the types of your GraphQL documents.
 * If you need to reuse this data or update your `scalars`, update `tadaOutputLocation` to
 * instead save to a .ts instead of a .d.ts file.
 */
export type introspection = {
  name: never;
  query: 'Query';
  mutation: 'Mutation';
  subscription: 'Subscription';
  types: introspection_types;
};

import * as gqlTada from 'gql.tada';

declare module 'gql.tada' {
  interface setupSchema {
    introspection: introspection;
  }
}
