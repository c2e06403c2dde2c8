/** What each type may see. A spec may see `type:testing` as well. */
const visible = {
  'type:app': ['type:domain', 'type:contracts', 'type:platform', 'type:kernel'],
  'type:domain': ['type:domain', 'type:contracts', 'type:kernel'],
  'type:contracts': ['type:contracts', 'type:kernel'],
  'type:platform': ['type:platform', 'type:kernel'],
  'type:kernel': ['type:kernel'],
  'type:testing': ['type:testing', 'type:platform', 'type:kernel'],
  'type:tool': ['*'],
};

const isContext = (tag) =>
  tag.startsWith('scope:') && tag !== 'scope:shared' && tag !== 'scope:workspace';

/** A context sees itself, what is shared, and whatever others publish as contracts. */
const visibleToScopes = (graph) => {
  const tags = Object.values(graph.nodes).flatMap(({ data }) => data.tags ?? []);
  return {
    'scope:shared': ['scope:shared'],
    ...Object.fromEntries(
      [...new Set(tags.filter(isContext))].map((tag) => [
        tag,
        [tag, 'scope:shared', 'type:contracts'],
      ]),
    ),
  };
};

const adapted = (tags) => tags.find((tag) => tag.startsWith('adapts:'))?.slice('adapts:'.length);

/**
 * The options of the boundary rule, for a source and for a spec. `port` is the context whose domain
 * owns the port that the project adapts; of that context it sees the domain and nothing else.
 */
export const boundaries = (graph, { inSpecs, port }) => [
  'error',
  {
    banTransitiveDependencies: true,
    // A spec reads best through the public entry of its own library.
    allowCircularSelfDependency: inSpecs,
    // Lazy loading is a browser's concern.
    checkDynamicDependenciesExceptions: ['@ferrule/*'],
    // The testing library is built from libraries whose specs use it; at run time there is no circle.
    ignoredCircularDependencies: [['*', '@ferrule/testing']],
    depConstraints: Object.entries({
      ...visibleToScopes(graph),
      ...visible,
      ...(port === undefined
        ? {}
        : {
            'scope:shared': ['scope:shared', `scope:${port}`],
            'type:platform': [...visible['type:platform'], 'type:domain'],
          }),
    }).map(([sourceTag, tags]) => ({
      sourceTag,
      onlyDependOnLibsWithTags:
        inSpecs && sourceTag.startsWith('type:') ? [...tags, 'type:testing'] : tags,
    })),
  },
];

/** The rule as it is for the projects that are tagged `adapts:<context>`. */
export const adapters = (graph, { inSpecs }) =>
  Object.values(graph.nodes).flatMap(({ data }) => {
    const port = adapted(data.tags ?? []);
    if (port === undefined) return [];
    return {
      files: [inSpecs ? `${data.root}/**/*.spec.ts` : `${data.root}/**/*.ts`],
      rules: { '@nx/enforce-module-boundaries': boundaries(graph, { inSpecs, port }) },
    };
  });
