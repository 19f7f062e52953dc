#include "common/crypto/personal_cipher.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "common/crypto/bytes.h"
#include "common/crypto/digest.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr char kFormat = 1;
constexpr std::size_t kHeaderBytes = 1 + 4;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

std::string Header(std::uint32_t key_id) {
  std::string header(1, kFormat);
  for (const int shift : {24, 16, 8, 0}) {
    header.push_back(static_cast<char>((key_id >> static_cast<unsigned>(shift)) & 0xffU));
  }
  return header;
}

std::uint32_t KeyIdOf(std::string_view header) {
  std::uint32_t key_id = 0;
  for (const char c : header.substr(1)) key_id = key_id << 8U | static_cast<unsigned char>(c);
  return key_id;
}

// What is authenticated besides the text: the header and the column's name.
std::string Associated(std::string_view header, std::string_view column) {
  return fmt::format("{}{}", header, column);
}

// Encryption has no honest way to fail; going on would store something else than was asked for.
void MustSucceed(int result) {
  if (result == 1) return;
  std::cerr << "OpenSSL: AES-256-GCM failed\n";
  std::abort();
}

absl::Status Refused(std::string_view column, std::string_view why) {
  return absl::DataLossError(fmt::format("encrypted {} {}", column, why));
}

}  // namespace

PersonalCipher::PersonalCipher(PersonalKeys keys) : keys_(std::move(keys)) {}

std::string PersonalCipher::Encrypt(std::string_view text, std::string_view column) const {
  const std::string& key = keys_.encryption_keys.at(keys_.active_key_id);
  const std::string header = Header(keys_.active_key_id);
  const std::string associated = Associated(header, column);
  const std::string nonce = SecureRandomBytes(kNonceBytes);
  std::string secret(text.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int length = 0;

  const Context context(EVP_CIPHER_CTX_new());
  MustSucceed(
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)));
  MustSucceed(EVP_EncryptUpdate(context.get(), nullptr, &length, Bytes(associated),
                                static_cast<int>(associated.size())));
  MustSucceed(EVP_EncryptUpdate(context.get(), Bytes(secret), &length, Bytes(text),
                                static_cast<int>(text.size())));
  MustSucceed(EVP_EncryptFinal_ex(context.get(), Bytes(tag), &length));
  MustSucceed(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()));
  return fmt::format("{}{}{}{}", header, nonce, secret, tag);
}

absl::StatusOr<std::string> PersonalCipher::Decrypt(std::string_view bytes,
                                                    std::string_view column) const {
  if (bytes.size() < kOverhead) return Refused(column, "is too short");
  if (bytes.front() != kFormat) return Refused(column, "is in an unknown format");
  const std::string_view header = bytes.substr(0, kHeaderBytes);
  const auto key = keys_.encryption_keys.find(KeyIdOf(header));
  if (key == keys_.encryption_keys.end()) {
    return Refused(column, fmt::format("needs key {}, which is not loaded", KeyIdOf(header)));
  }
  const std::string_view nonce = bytes.substr(kHeaderBytes, kNonceBytes);
  const std::string_view secret =
      bytes.substr(kHeaderBytes + kNonceBytes, bytes.size() - kOverhead);
  std::string tag(bytes.substr(bytes.size() - kTagBytes));
  const std::string associated = Associated(header, column);
  std::string text(secret.size(), '\0');
  int length = 0;

  const Context context(EVP_CIPHER_CTX_new());
  MustSucceed(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key->second),
                                 Bytes(nonce)));
  MustSucceed(EVP_DecryptUpdate(context.get(), nullptr, &length, Bytes(associated),
                                static_cast<int>(associated.size())));
  MustSucceed(EVP_DecryptUpdate(context.get(), Bytes(text), &length, Bytes(secret),
                                static_cast<int>(secret.size())));
  MustSucceed(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()));
  if (EVP_DecryptFinal_ex(context.get(), Bytes(tag), &length) != 1) {
    return Refused(column, "was changed or belongs elsewhere");
  }
  return text;
}

std::string PersonalCipher::SearchHash(std::string_view normal_text,
                                       std::string_view column) const {
  // The column's length keeps ("ab", "c") and ("a", "bc") apart.
  return HmacSha256(keys_.search_key, fmt::format("{}:{}{}", column.size(), column, normal_text));
}

}  // namespace cuijiao
