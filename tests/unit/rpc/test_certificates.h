// Certificates of an authority that exists only for a test.
#ifndef CUIJIAO_TESTS_UNIT_RPC_TEST_CERTIFICATES_H_
#define CUIJIAO_TESTS_UNIT_RPC_TEST_CERTIFICATES_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>

namespace cuijiao {

// An authority whose certificates name localhost. Failures end the process.
class TestAuthority {
 public:
  // Files go into `directory`, their names beginning with `name`.
  TestAuthority(std::filesystem::path directory, const std::string& name);

  struct Files {
    std::string certificate;
    std::string key;
  };
  // A new key and its certificate, valid for an hour.
  Files Issue(const std::string& name);
  [[nodiscard]] const std::string& certificate_file() const { return certificate_file_; }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;
  using Certificate = std::unique_ptr<X509, Free>;

  Certificate Sign(const Key& subject_key, const std::string& subject, bool is_authority);

  const std::filesystem::path directory_;
  const std::string name_;
  Key key_;
  Certificate certificate_;
  std::string certificate_file_;
  long serial_ = 1;
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_UNIT_RPC_TEST_CERTIFICATES_H_
