import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import pluginVue from 'eslint-plugin-vue'
import pluginVueA11y from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'
import activ from './setup/lint/rooms.mjs'

const product = '{domain,db,reports,electron,renderer}/**/*.{ts,vue}'
const specs = '**/*.{spec,e2e}.ts'
const everyTs = '**/*.ts'

/** Rules of eslint-plugin-vue about layout: that is prettier's. */
const layoutRules = [
  'first-attribute-linebreak',
  'html-closing-bracket-newline',
  'html-closing-bracket-spacing',
  'html-indent',
  'html-quotes',
  'html-self-closing',
  'max-attributes-per-line',
  'multiline-html-element-content-newline',
  'mustache-interpolation-spacing',
  'no-multi-spaces',
  'no-spaces-around-equal-signs-in-attribute',
  'singleline-html-element-content-newline',
]

/** Both plugins would put some of their rules on every file. */
const inVueFiles = (configs) => configs.map((config) => ({ ...config, files: config.files ?? ['**/*.vue'] }))

const openExternal = {
  selector:
    ':matches(MemberExpression[property.name="openExternal"], ObjectPattern > Property[key.name="openExternal"])',
  message: 'Nothing is opened in other programs: they keep what no end of a visit reaches.',
}
const processEnv = {
  selector:
    ':matches(MemberExpression[object.name="process"][property.name="env"], ' +
    'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name="env"])',
  message: 'The environment is read in electron/main/config/config.ts only.',
}

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'test-results/', '.cache/', '**/*.config.ts.*.mjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strict,
  inVueFiles(pluginVue.configs['flat/recommended']),
  inVueFiles(pluginVueA11y.configs['flat/recommended']),
  { plugins: { activ }, rules: { 'activ/room-arrows': 'error' } },
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    // Only the rules that need types and find real faults: the full type-aware set would double the time.
    files: [everyTs],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // A Knex builder is a thenable: `where((query) => query.andWhere(…))` is not a lost promise.
    files: ['db/**/*.ts', 'test/core/**/*.ts'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }] },
  },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    files: ['renderer/**/*.vue'],
    plugins: { '@intlify/vue-i18n': vueI18n },
    rules: {
      ...Object.fromEntries(layoutRules.map((name) => [`vue/${name}`, 'off'])),
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      '@intlify/vue-i18n/no-raw-text': ['error', { ignorePattern: '^[\\s\\d\\-–—·:/+%₸…()]*$' }],
      // Labels of our kit are bound by `for` and id; the rule would also want them nested.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  { files: [product], rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', openExternal, processEnv] } },
  { files: ['electron/main/config/config.ts'], rules: { 'no-restricted-syntax': ['error', openExternal] } },
  { files: ['reports/cli.ts'], rules: { 'no-console': 'off' } },
  {
    files: [specs],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  { files: ['renderer/i18n/**'], rules: { 'max-lines': ['error', 400], 'max-lines-per-function': 'off' } },
)
