#include "tests/unit/rpc/test_certificates.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace cuijiao {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void AddExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  Require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

template <typename Write>
std::string WriteTo(const std::filesystem::path& file, Write write) {
  std::FILE* const stream = std::fopen(file.c_str(), "w");
  Require(stream != nullptr && write(stream) == 1 && std::fclose(stream) == 0);
  return file.string();
}

}  // namespace

TestAuthority::TestAuthority(std::filesystem::path directory, const std::string& name)
    : directory_(std::move(directory)), name_(name), key_(EVP_EC_gen("P-256")) {
  Require(key_ != nullptr);
  certificate_ = Sign(key_, name, /*is_authority=*/true);
  certificate_file_ = WriteTo(directory_ / (name + ".pem"), [&](std::FILE* stream) {
    return PEM_write_X509(stream, certificate_.get());
  });
}

TestAuthority::Files TestAuthority::Issue(const std::string& name) {
  const Key key(EVP_EC_gen("P-256"));
  Require(key != nullptr);
  const Certificate certificate = Sign(key, name, /*is_authority=*/false);
  const std::string stem = name_ + "-" + name;
  return {WriteTo(directory_ / (stem + ".pem"),
                  [&](std::FILE* stream) { return PEM_write_X509(stream, certificate.get()); }),
          WriteTo(directory_ / (stem + ".key"), [&](std::FILE* stream) {
            return PEM_write_PrivateKey(stream, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

TestAuthority::Certificate TestAuthority::Sign(const Key& subject_key, const std::string& subject,
                                               bool is_authority) {
  Certificate certificate(X509_new());
  Require(certificate != nullptr);
  X509* const signed_one = certificate.get();
  X509* const issuer = is_authority ? signed_one : certificate_.get();
  X509_set_version(signed_one, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(signed_one), serial_++);
  X509_gmtime_adj(X509_getm_notBefore(signed_one), -60);
  X509_gmtime_adj(X509_getm_notAfter(signed_one), 3600);
  X509_set_pubkey(signed_one, subject_key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(signed_one), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
  X509_set_issuer_name(signed_one, X509_get_subject_name(issuer));
  AddExtension(signed_one, issuer, NID_basic_constraints,
               is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!is_authority) {
    AddExtension(signed_one, issuer, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  }
  Require(X509_sign(signed_one, key_.get(), EVP_sha256()) > 0);
  return certificate;
}

}  // namespace cuijiao
