# node_sqlite3.node = the N-API binding of npm:sqlite3 over the SQLite3 Multiple Ciphers amalgamation.
# setup/steps/native.mjs copies the sources beside this file before it builds: binding/, cipher/, napi/.
{
  "target_defaults": {
    "default_configuration": "Release",
    "configurations": { "Release": { "defines": ["NDEBUG"] } },
    "include_dirs": ["cipher"],
    "defines": [
      "SQLITE_THREADSAFE=1",
      "SQLITE_DQS=0",
      "SQLITE_SECURE_DELETE",
      "SQLITE_TEMP_STORE=3",
      "SQLITE_DEFAULT_FOREIGN_KEYS=1",
      "SQLITE_LIKE_DOESNT_MATCH_BLOBS",
      "SQLITE_ENABLE_DBSTAT_VTAB=1",
      "SQLITE_ENABLE_FTS5",
      "SQLITE_ENABLE_MATH_FUNCTIONS"
    ],
    "conditions": [
      ["OS!='win'", { "defines": ["HAVE_USLEEP=1"] }],
      ["OS=='win'", { "defines": ["WIN32"] }]
    ],
    "msvs_settings": { "VCCLCompilerTool": { "ExceptionHandling": 1, "RuntimeLibrary": 0, "WarningLevel": 0 } }
  },
  "targets": [
    {
      "target_name": "sqlite3mc",
      "type": "static_library",
      "sources": ["cipher/sqlite3.c"],
      "cflags!": ["-O3"],
      "cflags": ["-std=gnu99", "-w", "-O2"],
      "xcode_settings": { "OTHER_CFLAGS": ["-std=gnu99", "-w"], "GCC_OPTIMIZATION_LEVEL": "2" },
      "conditions": [["OS=='mac'", { "link_settings": { "libraries": ["-framework Security"] } }]]
    },
    {
      "target_name": "node_sqlite3",
      "dependencies": ["sqlite3mc"],
      "include_dirs": ["napi"],
      "defines": ["NAPI_VERSION=6", "NAPI_DISABLE_CPP_EXCEPTIONS=1"],
      "cflags": ["-w"],
      "cflags!": ["-fno-exceptions"],
      "cflags_cc!": ["-fno-exceptions"],
      "xcode_settings": {
        "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
        "CLANG_CXX_LIBRARY": "libc++",
        "MACOSX_DEPLOYMENT_TARGET": "12.0"
      },
      "sources": ["binding/backup.cc", "binding/database.cc", "binding/node_sqlite3.cc", "binding/statement.cc"]
    }
  ]
}
