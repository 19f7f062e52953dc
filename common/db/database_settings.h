// Where the database is and how it is used.
#ifndef CUIJIAO_COMMON_DB_DATABASE_SETTINGS_H_
#define CUIJIAO_COMMON_DB_DATABASE_SETTINGS_H_

#include <string>

#include "absl/time/time.h"

namespace cuijiao::db {

struct DatabaseSettings {
  // A socket on this machine; or, when empty, host and port.
  std::string socket_path;
  std::string host;
  int port = 3306;

  std::string user;
  std::string password;
  std::string schema;  // may be empty for an administrator's connection

  // A file with the certificate authority of the server: TLS is then demanded, the chain and host
  // verified. Empty: no TLS.
  std::string tls_ca;

  int pool_size = 16;  // connections at most
  // How long a call waits for a free connection before RESOURCE_EXHAUSTED.
  absl::Duration pool_wait = absl::Seconds(5);
  absl::Duration connect_timeout = absl::Seconds(5);
  // How long the client waits for the server's answer before it takes the connection for lost. Must
  // be longer than statement_timeout.
  absl::Duration answer_timeout = absl::Seconds(40);
  // The server ends a statement after this (MySQL: SELECTs alone). Zero: never.
  absl::Duration statement_timeout = absl::Seconds(30);
  // How long a statement waits for a row's lock before its transaction is run again.
  absl::Duration lock_wait_timeout = absl::Seconds(5);
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_DATABASE_SETTINGS_H_
